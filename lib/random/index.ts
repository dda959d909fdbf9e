export { Random } from "./Random.ts";
