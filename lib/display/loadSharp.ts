import type Sharp from "sharp";

/** Sharp, loaded when the first picture is made: importing the library stays quick, and all but pictures works without it. */
export async function loadSharp(): Promise<typeof Sharp> {
  return (await import("sharp")).default;
}
