import { displayable, displaySymbol, html, liveDisplay, progressBar, show } from "../display/index.ts";
import type { Displayable, LiveDisplay } from "../display/index.ts";
import { Curve } from "./Curve.ts";
import { curvePicture } from "./curvePicture.ts";
import { accuracyPlot, historyPlot } from "./historyPlot.ts";
import type { Epoch, Run, TrainEvent } from "./Run.ts";

/** A picture of the curve costs some 10 ms; a bar costs nothing. */
const pictureEveryMs = 500;

/** What a training shows while it runs: a bar, the newest figures, and a small curve that is drawn again twice a second. At
 *  the end the bar gives way to the plots. */
export class TrainingDisplay {
  readonly #live: LiveDisplay = liveDisplay();
  readonly #curve = new Curve();
  readonly #epochs: Epoch[] = [];
  #start: Extract<TrainEvent, { kind: "start" }> | undefined;
  #picture: { drawnAt: number; png: Promise<string> } | undefined;

  on(event: TrainEvent): void {
    if (event.kind === "start") this.#start = event;
    if (event.kind === "epoch") this.#epochs.push(event);
    if (event.kind !== "progress" || !this.#start) return;
    this.#curve.add(event.step, event.loss);
    this.#live.update(() => this.#draw(event));
  }

  async #draw(event: Extract<TrainEvent, { kind: "progress" }>): Promise<Displayable> {
    const { epochs } = this.#start!;
    const last = this.#epochs.at(-1);
    const validation =
      last?.validationAccuracy !== undefined
        ? `, validation accuracy ${(100 * last.validationAccuracy).toFixed(2)} %`
        : last?.validationLoss !== undefined
          ? `, validation loss ${last.validationLoss.toPrecision(3)}`
          : "";
    const bar = progressBar({
      done: event.step,
      total: event.totalSteps,
      label: `epoch ${event.epoch} of ${epochs}`,
      note: `loss ${event.loss.toPrecision(3)}${validation}`,
      elapsedMs: event.elapsedMs,
    });
    const now = performance.now();
    if (!this.#picture || now - this.#picture.drawnAt > pictureEveryMs) {
      const { stepsPerEpoch } = this.#start!;
      const validations = this.#epochs.flatMap(({ epoch, validationLoss }) =>
        validationLoss === undefined ? [] : [{ step: epoch * stepsPerEpoch, loss: validationLoss }],
      );
      const png = curvePicture(this.#curve.points(300), validations, event.totalSteps);
      this.#picture = { drawnAt: now, png };
    }
    const picture = this.#picture.png;
    return displayable({ step: event.step }, String, async () => {
      const bundle = await bar[displaySymbol]();
      const image = html`<img
        alt="loss so far"
        width="420"
        height="130"
        src="data:image/png;base64,${await picture}"
      />`;
      return {
        "text/plain": String(bar),
        "text/html": `${String(bundle["text/html"])}${image.source}`,
      };
    });
  }

  /** Replaces the live output by the run's summary and shows its plots. */
  async end(run: Run & Displayable): Promise<void> {
    await this.#live.end(run);
    if (run.history.length === 0) return;
    await show(historyPlot(run));
    const accuracy = accuracyPlot(run);
    if (accuracy && run.history.length > 1) await show(accuracy);
  }
}
