import { Buffer } from "node:buffer";

/** Size at which a PNG is meant to be seen, in CSS pixels: its pixels, divided by how many it has for each of a 72-dpi
 *  screen when its header says so (PNG specification 11.3.4.3, chunk `pHYs`). Undefined for what is no PNG.
 *  @param base64  the file, or at least its first 2 KB */
export function pngSize(base64: string): { width: number; height: number } | undefined {
  const head = Buffer.from(base64.slice(0, 4096), "base64");
  if (head.length < 33 || head.toString("latin1", 1, 4) !== "PNG") return undefined;
  const size = { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  let at = 8;
  while (at + 8 <= head.length) {
    const length = head.readUInt32BE(at);
    const type = head.toString("latin1", at + 4, at + 8);
    if (type === "IDAT") break;
    if (type === "pHYs" && at + 17 <= head.length && head[at + 16] === 1) {
      const perPixel = Math.max(1, Math.round((head.readUInt32BE(at + 8) * 0.0254) / 72));
      return { width: Math.round(size.width / perPixel), height: Math.round(size.height / perPixel) };
    }
    at += length + 12;
  }
  return size;
}
