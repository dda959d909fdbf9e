import fs from "node:fs";
import path from "node:path";
import { deflateSync } from "node:zlib";

const blue = [0x31, 0x78, 0xc6] as const;
const cream = [0xff, 0xf4, 0xdc] as const;
const caramel = [0xf2, 0xa6, 0x3b] as const;

/** A saucepan on TypeScript's blue: a roux. One drawing, as SVG and as pixels. Coordinates are those of a 64 × 64 square. */
const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
<rect width="64" height="64" rx="12" fill="#3178c6"/>
<rect x="40" y="29" width="20" height="6" rx="3" fill="#fff4dc"/>
<path d="M8 27h36v13a11 11 0 0 1-11 11H19A11 11 0 0 1 8 40z" fill="#fff4dc"/>
<rect x="12" y="31" width="28" height="7" rx="3.5" fill="#f2a63b"/>
<circle cx="18" cy="19" r="3" fill="#f2a63b"/><circle cx="26" cy="13" r="4" fill="#fff4dc"/><circle cx="35" cy="20" r="2.5" fill="#f2a63b"/>
</svg>
`;

type Color = readonly [number, number, number];
interface Shape {
  color: Color;
  contains(x: number, y: number): boolean;
}

function rounded(x: number, y: number, width: number, height: number, radius: number, color: Color): Shape {
  return {
    color,
    contains(px, py) {
      const dx = Math.max(x + radius - px, px - (x + width - radius), 0);
      const dy = Math.max(y + radius - py, py - (y + height - radius), 0);
      return (
        px >= x && px <= x + width && py >= y && py <= y + height && dx * dx + dy * dy <= radius * radius
      );
    },
  };
}

function circle(x: number, y: number, radius: number, color: Color): Shape {
  return rounded(x - radius, y - radius, 2 * radius, 2 * radius, radius, color);
}

/** Straight at the top, round at the bottom. */
const pan: Shape = {
  color: cream,
  contains: (x, y) => y >= 27 && rounded(8, 15, 36, 36, 11, cream).contains(x, y),
};

const shapes: readonly Shape[] = [
  rounded(0, 0, 64, 64, 12, blue),
  rounded(40, 29, 20, 6, 3, cream),
  pan,
  rounded(12, 31, 28, 7, 3.5, caramel),
  circle(18, 19, 3, caramel),
  circle(26, 13, 4, cream),
  circle(35, 20, 2.5, caramel),
];

/** RGBA of one pixel, by 4 × 4 samples of it. */
function pixel(x: number, y: number, scale: number): number[] {
  const samples = 4;
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples * samples; i++) {
    const px = (x + ((i % samples) + 0.5) / samples) * scale;
    const py = (y + (Math.floor(i / samples) + 0.5) / samples) * scale;
    const shape = shapes.findLast((candidate) => candidate.contains(px, py));
    if (!shape) continue;
    for (const channel of [0, 1, 2] as const) sum[channel]! += shape.color[channel];
    sum[3]! += 255;
  }
  const covered = sum[3]! / 255 || 1;
  return [sum[0]! / covered, sum[1]! / covered, sum[2]! / covered, sum[3]! / samples ** 2].map(Math.round);
}

/** PNG of the logo (https://www.w3.org/TR/png/): RGBA, 8 bits a channel. */
export function logoPng(size: number): Buffer {
  const rows: number[] = [];
  for (let y = 0; y < size; y++) {
    rows.push(0); // No filter.
    for (let x = 0; x < size; x++) rows.push(...pixel(x, y, 64 / size));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.from(rows), { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xff_ff_ff_ff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xed_b8_83_20 : crc >>> 1;
  }
  return (crc ^ 0xff_ff_ff_ff) >>> 0;
}

/** The files that Jupyter looks for beside `kernel.json`. */
export function writeLogos(folder: string): void {
  fs.writeFileSync(path.join(folder, "logo-svg.svg"), svg);
  for (const size of [32, 64]) fs.writeFileSync(path.join(folder, `logo-${size}x${size}.png`), logoPng(size));
}
