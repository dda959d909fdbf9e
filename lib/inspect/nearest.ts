import { engine, tf } from "../engine/index.ts";
import type { InputMatrix } from "./InputMatrix.ts";

/** The nearest rows of each query: `[queries, count]`, nearest first. */
export interface Nearest {
  count: number;
  /** Positions among the references. */
  positions: Int32Array;
  /** Euclidean distances. */
  distances: Float64Array;
}

/** Queries and references multiplied at once: small enough for the processor's cache, large enough for its threads. */
const queriesAtOnce = 1024;
const referencesAtOnce = 4096;
/** Candidates kept beyond those asked for: float32 products can swap neighbours of nearly equal distance. */
const spare = 8;

/** Exact nearest neighbours by Euclidean distance: |q|² + |r|² − 2 q·r as blocked matrix products and a top-k on the
 *  engine, the candidates then measured again in float64. Equal distances in the order of the references.
 *  @param skip  reference that each query does not count, for example itself; −1 for none */
export async function nearest(
  queries: { matrix: InputMatrix; rows: ArrayLike<number> },
  references: { matrix: InputMatrix; rows: ArrayLike<number> },
  count: number,
  skip?: ArrayLike<number>,
): Promise<Nearest> {
  await engine.ready();
  const possible = Math.max(0, references.rows.length - (skip ? 1 : 0));
  const found: Nearest = {
    count: Math.min(count, possible),
    positions: new Int32Array(queries.rows.length * Math.min(count, possible)),
    distances: new Float64Array(queries.rows.length * Math.min(count, possible)),
  };
  if (found.count === 0) return found;
  for (let from = 0; from < queries.rows.length; from += queriesAtOnce) {
    const rows = Array.prototype.slice.call(queries.rows, from, from + queriesAtOnce) as number[];
    const values = queries.matrix.rows(rows);
    const candidates = await nearCandidates(values, rows.length, references, found.count);
    for (let q = 0; q < rows.length; q++) {
      const own = values.subarray(q * queries.matrix.width, (q + 1) * queries.matrix.width);
      const measured = measure(own, candidates[q]!, references, skip?.[from + q] ?? -1);
      for (let k = 0; k < found.count; k++) {
        found.positions[(from + q) * found.count + k] = measured[k]!.position;
        found.distances[(from + q) * found.count + k] = measured[k]!.distance;
      }
    }
  }
  return found;
}

interface Candidates {
  positions: number[];
  /** −distance² up to a constant of the query. */
  scores: number[];
}

async function nearCandidates(
  values: Float32Array,
  count: number,
  references: { matrix: InputMatrix; rows: ArrayLike<number> },
  wanted: number,
): Promise<Candidates[]> {
  const { width } = references.matrix;
  const all: Candidates[] = Array.from({ length: count }, () => ({ positions: [], scores: [] }));
  // A common shift changes no distance, and keeps the squares small, where float32 is fine.
  const shift = meanRow(values, count, width);
  const query = tf.tidy(() => tf.tensor2d(values, [count, width]).sub(tf.tensor1d(shift)));
  try {
    for (let from = 0; from < references.rows.length; from += referencesAtOnce) {
      const rows = Array.prototype.slice.call(references.rows, from, from + referencesAtOnce) as number[];
      const near = Math.min(rows.length, wanted + spare + 1);
      const [scores, places] = tf.tidy(() => {
        const reference = tf
          .tensor2d(references.matrix.rows(rows), [rows.length, width])
          .sub(tf.tensor1d(shift));
        const squares = reference.square().sum(1);
        const score = tf
          .matMul(query, reference as tf.Tensor2D, false, true)
          .mul(2)
          .sub(squares);
        const top = tf.topk(score, near);
        return [top.values, top.indices];
      });
      const [scored, placed] = await Promise.all([scores.data(), places.data()]).finally(() => {
        tf.dispose([scores, places]);
      });
      for (let i = 0; i < count * near; i++) {
        const { positions, scores: own } = all[Math.floor(i / near)]!;
        positions.push(from + placed[i]!);
        own.push(scored[i]!);
      }
    }
  } finally {
    query.dispose();
  }
  return all.map((candidates) => best(candidates, wanted + spare + 1));
}

function best({ positions, scores }: Candidates, count: number): Candidates {
  const order = scores
    .map((_, i) => i)
    .sort((a, b) => scores[b]! - scores[a]! || positions[a]! - positions[b]!);
  const kept = order.slice(0, count);
  return { positions: kept.map((i) => positions[i]!), scores: kept.map((i) => scores[i]!) };
}

function measure(
  query: Float32Array,
  candidates: Candidates,
  references: { matrix: InputMatrix; rows: ArrayLike<number> },
  skip: number,
): { position: number; distance: number }[] {
  const positions = candidates.positions.filter((position) => position !== skip);
  const values = references.matrix.rows(positions.map((position) => references.rows[position]!));
  return positions
    .map((position, p) => {
      let squares = 0;
      for (let i = 0, at = p * query.length; i < query.length; i++, at++) {
        const difference = query[i]! - values[at]!;
        squares += difference * difference;
      }
      return { position, distance: Math.sqrt(squares) };
    })
    .sort((a, b) => a.distance - b.distance || a.position - b.position);
}

function meanRow(values: Float32Array, count: number, width: number): Float32Array {
  const mean = new Float64Array(width);
  for (let row = 0, i = 0; row < count; row++) {
    for (let column = 0; column < width; column++, i++) mean[column]! += values[i]! / count;
  }
  return Float32Array.from(mean);
}
