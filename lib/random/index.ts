export { checkSeed } from "./checkSeed.ts";
export { Random } from "./Random.ts";
