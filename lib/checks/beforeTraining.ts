import type { Dataset } from "../data/index.ts";
import { bundleToHtml, cooperate, displayable, html, toBundle, worstVerdict } from "../display/index.ts";
import type { CheckResult, Displayable, Verdict } from "../display/index.ts";
import type { tf } from "../engine/index.ts";
import { checkOptions, OptionError } from "../errors/index.ts";
import { checkSeed } from "../random/index.ts";
import { Work } from "../work/index.ts";
import type { WorkOptions } from "../work/index.ts";
import { initialLoss } from "./initialLoss.ts";
import { inputIndependent } from "./inputIndependent.ts";
import { overfitBatch } from "./overfitBatch.ts";

export interface BeforeTrainingOptions extends WorkOptions<CheckResult> {
  /** An untrained model; it keeps its weights. */
  model: tf.LayersModel;
  training: Dataset;
  /** Of every random choice. Default: 0. */
  seed?: number;
}

export interface BeforeTraining {
  /** The gravest of all. */
  verdict: Verdict;
  checks: CheckResult[];
  /** True when it was stopped before every check was done. */
  partial: boolean;
}

/** Every check that belongs before the first training, one after the other: the initial loss, one batch learnt by heart, and
 *  whether inputs matter.
 *  @returns work: awaited for all results, iterated for each as it comes */
export function beforeTraining(
  options: BeforeTrainingOptions,
): Work<CheckResult, BeforeTraining & Displayable> {
  const where = "checks.beforeTraining";
  checkOptions(where, options, ["model", "training", "seed", "signal", "onProgress"]);
  const { model, training, seed = 0 } = options ?? {};
  checkSeed(where, seed);
  if (!model || !training) {
    throw new OptionError({
      where,
      expected: "{ model, training }",
      received: model ? "no training" : "no model",
    });
  }
  const all: (() => Promise<CheckResult & Displayable>)[] = [
    () => initialLoss(model, training, { seed }),
    () => overfitBatch(model, training, { seed }),
    () => inputIndependent(model, training, { seed }),
  ];
  return new Work<CheckResult, BeforeTraining & Displayable>(async ({ signal, emit }) => {
    const checks: (CheckResult & Displayable)[] = [];
    // One interrupt ends them all: the check that runs ends by a section of its own, and no other begins.
    const section = cooperate();
    let interrupted = false;
    try {
      for (const check of all) {
        if (signal.aborted || interrupted) break;
        const result = await check();
        interrupted = section.interrupted;
        checks.push(result);
        emit(result);
      }
    } finally {
      section.end();
    }
    const data: BeforeTraining = {
      verdict: worstVerdict(checks.map(({ verdict }) => verdict)),
      checks,
      partial: checks.length < all.length || interrupted,
    };
    return displayable(
      data,
      () => checks.map(String).join("\n"),
      async () => {
        const cards = await Promise.all(checks.map(async (check) => bundleToHtml(await toBundle(check))));
        return { "text/html": html`<div>${cards}</div>`.source };
      },
    );
  }, options);
}
