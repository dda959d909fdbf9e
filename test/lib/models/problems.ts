import { Dataset } from "../../../lib/data/index.ts";
import { Random } from "../../../lib/random/index.ts";

/** Points around one centre per class: easy to learn, seeded. */
export function blobs({ size = 300, columns = 4, classes = 3, seed = 1, spread = 0.6 } = {}): Dataset {
  const random = new Random(seed);
  const centers = Array.from({ length: classes * columns }, () => 2 * random.normal());
  const targets = Array.from({ length: size }, (_, i) => i % classes);
  const inputs = new Float32Array(size * columns);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < columns; j++) {
      inputs[i * columns + j] = centers[targets[i]! * columns + j]! + spread * random.normal();
    }
  }
  return new Dataset({
    name: "blobs",
    kind: "table",
    task: "classification",
    shape: [columns],
    inputs,
    targets,
    classes: Array.from({ length: classes }, (_, k) => `class ${k}`),
    columns: Array.from({ length: columns }, (_, j) => `x${j}`),
  });
}

/** A linear function of the columns with noise, far from 0. */
export function plane({ size = 200, columns = 3, seed = 1, noise = 0.1, offset = 50 } = {}): Dataset {
  const random = new Random(seed);
  const weights = Array.from({ length: columns }, () => random.normal());
  const inputs = Float32Array.from({ length: size * columns }, () => random.normal());
  const targets = Array.from({ length: size }, (_, i) =>
    weights.reduce(
      (sum, weight, j) => sum + weight * inputs[i * columns + j]!,
      offset + noise * random.normal(),
    ),
  );
  return new Dataset({
    name: "plane",
    kind: "table",
    task: "regression",
    shape: [columns],
    inputs,
    targets,
    columns: Array.from({ length: columns }, (_, j) => `x${j}`),
  });
}

/** Small pictures: class 0 is bright above, class 1 bright below, class 2 bright in the middle; with noise. */
export function stripes({ size = 90, side = 8, seed = 1 } = {}): Dataset {
  const random = new Random(seed);
  const targets = Array.from({ length: size }, (_, i) => i % 3);
  const inputs = new Uint8Array(size * side * side);
  for (let i = 0; i < size; i++) {
    for (let p = 0; p < side * side; p++) {
      const row = Math.floor(p / side);
      const band = [row < 3, row >= side - 3, row >= 3 && row < side - 3][targets[i]!]!;
      inputs[i * side * side + p] = (band ? 160 : 20) + random.below(60);
    }
  }
  return new Dataset({
    name: "stripes",
    kind: "images",
    task: "classification",
    shape: [side, side, 1],
    inputs,
    targets,
    classes: ["above", "below", "middle"],
    range: [0, 1],
  });
}

/** The same dataset with other targets or inputs. */
export function altered(
  dataset: Dataset,
  changes: { targets?: ArrayLike<number>; inputs?: Float32Array; name?: string },
): Dataset {
  const { name, kind, task, shape, ids, classes, columns } = dataset;
  return new Dataset({
    name: changes.name ?? name,
    kind,
    task,
    shape,
    ids,
    inputs: changes.inputs ?? dataset.inputsOf(Uint32Array.from({ length: dataset.size }, (_, i) => i)),
    targets: changes.targets ?? dataset.targets,
    ...(classes ? { classes } : {}),
    ...(columns ? { columns } : {}),
  });
}
