const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;

/** High 32 bits of the product of two unsigned 32-bit numbers. */
function multiplyHigh(a: number, b: number): number {
  const a1 = a >>> 16;
  const a0 = a & 0xffff;
  const b1 = b >>> 16;
  const b0 = b & 0xffff;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return (a1 * b1 + Math.floor((middle + a0 * b1) / 65536)) >>> 0;
}

/** One block of Philox4x32-10 (Salmon et al. 2011, "Parallel Random Numbers: As Easy as 1, 2, 3"): 128 counter bits and 64
 *  key bits to 128 random bits. */
export function philox(counter: Uint32Array, key: Uint32Array, block: Uint32Array): void {
  let [c0, c1, c2, c3] = counter as unknown as [number, number, number, number];
  let [k0, k1] = key as unknown as [number, number];
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const low0 = Math.imul(multiplier0, c0) >>> 0;
    const high1 = multiplyHigh(multiplier1, c2);
    const low1 = Math.imul(multiplier1, c2) >>> 0;
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0;
    k0 = (k0 + weyl0) >>> 0;
    k1 = (k1 + weyl1) >>> 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

/** Calls `each` with successive blocks of four random 32-bit numbers, `count` numbers in all (rounded up to a block).
 *  Seeds are scrambled as TensorFlow's `StatelessRandom…` ops do (`GenerateKey` in
 *  tensorflow/core/kernels/stateless_random_ops.cc), so the numbers are theirs.
 *  @param seeds two integers from 0 to 2³¹ − 1 */
function eachBlock(
  seeds: readonly [number, number],
  count: number,
  each: (block: Uint32Array, at: number) => void,
): void {
  const block = new Uint32Array(4);
  philox(Uint32Array.of(seeds[0], 0, seeds[1], 0), Uint32Array.of(0x3ec8f720, 0x02461e29), block);
  const key = Uint32Array.of(block[0]!, block[1]!);
  const counter = Uint32Array.of(0, 0, block[2]!, block[3]!);
  for (let at = 0; at < count; at += 4) {
    philox(counter, key, block);
    each(block, at);
    if (++counter[0]! === 0) counter[1]!++;
  }
}

const floatBits = new Uint32Array(1);
const float = new Float32Array(floatBits.buffer);

/** 23 random bits to a float in [0, 1). */
function toUnit(bits: number): number {
  floatBits[0] = (bits & 0x7fffff) | 0x3f800000;
  return float[0]! - 1;
}

/** `count` floats, uniform in [0, 1): the same as TensorFlow's `StatelessRandomUniform` gives on a CPU. */
export function uniformValues(seeds: readonly [number, number], count: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  eachBlock(seeds, count, (block, at) => {
    for (let i = 0; i < 4 && at + i < count; i++) values[at + i] = toUnit(block[i]!);
  });
  return values;
}

/** `count` standard normal floats by Box and Muller: the same as TensorFlow's `StatelessRandomNormal` gives on a CPU, but
 *  for the last bits of sine, cosine and logarithm. */
export function normalValues(seeds: readonly [number, number], count: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  eachBlock(seeds, count, (block, at) => {
    for (let i = 0; i < 4 && at + i < count; i += 2) {
      const radius = Math.sqrt(-2 * Math.log(Math.max(toUnit(block[i]!), 1e-7)));
      const angle = 2 * Math.PI * toUnit(block[i + 1]!);
      values[at + i] = Math.sin(angle) * radius;
      if (at + i + 1 < count) values[at + i + 1] = Math.cos(angle) * radius;
    }
  });
  return values;
}

/** `count` standard normal floats within two standard deviations, by rejection. Not TensorFlow's numbers. */
export function truncatedNormalValues(
  seeds: readonly [number, number],
  count: number,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  for (let length = Math.ceil(count * 1.1) + 64; ; length *= 2) {
    let found = 0;
    for (const value of normalValues(seeds, length)) {
      if (Math.abs(value) <= 2 && found < count) values[found++] = value;
    }
    if (found === count) return values;
  }
}
