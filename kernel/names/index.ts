export { nearestName } from "./nearestName.ts";
