/** A seeded stream of pseudo-random numbers: xoshiro128** seeded through SplitMix32
 *  (Blackman & Vigna 2021, "Scrambled Linear Pseudorandom Number Generators"). The same seed gives the same stream on
 *  every machine. Not for cryptography. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(readonly seed: number) {
    let state = seed | 0;
    const splitMix = (): number => {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      return mixed ^ (mixed >>> 15);
    };
    this.#a = splitMix();
    this.#b = splitMix();
    this.#c = splitMix();
    this.#d = splitMix();
  }

  /** The next 32 bits, as an integer from 0 to 2³² − 1. */
  bits(): number {
    const scrambled = Math.imul(this.#b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number {
    return ((this.bits() >>> 5) * 67108864 + (this.bits() >>> 6)) / 9007199254740992;
  }

  /** A uniform integer from 0 to `limit` − 1, without modulo bias. `limit` is a positive integer up to 2³². */
  below(limit: number): number {
    const rest = 4294967296 % limit;
    for (;;) {
      const bits = this.bits();
      if (bits < 4294967296 - rest) return bits % limit;
    }
  }

  /** Standard normal, by the polar method (Marsaglia & Bray 1964). */
  normal(): number {
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }

  /** The integers 0 … `count` − 1 in random order (Fisher–Yates). */
  permutation(count: number): Uint32Array {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const swap = order[i]!;
      order[i] = order[j]!;
      order[j] = swap;
    }
    return order;
  }

  /** `count` different integers below `limit`, in random order (all of them when `count` ≥ `limit`). */
  sample(count: number, limit: number): Uint32Array {
    return this.permutation(limit).slice(0, count);
  }

  /** An independent stream for one purpose, so that adding a random choice in one place changes no other. */
  fork(purpose: string): Random {
    let hash = 0x811c9dc5 ^ this.seed;
    for (let i = 0; i < purpose.length; i++) hash = Math.imul(hash ^ purpose.charCodeAt(i), 0x01000193);
    return new Random(hash);
  }
}
