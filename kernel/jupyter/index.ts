export { startKernel } from "./startKernel.ts";
