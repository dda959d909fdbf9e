import { configureGlobal } from "fast-check";

// Property tests look elsewhere on every run, and say with which seed they failed. In CI they repeat the same run: whether a
// change may land must not depend on chance.
if (process.env["CI"]) configureGlobal({ seed: 20_261_121 });
