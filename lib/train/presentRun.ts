import {
  displayable,
  displaySymbol,
  formatDuration,
  formatNumber,
  html,
  table,
  verdictBadge,
} from "../display/index.ts";
import type { Displayable, Html, MimeBundle } from "../display/index.ts";
import type { tf } from "../engine/index.ts";
import type { Epoch, Run } from "./Run.ts";

const percent = (share: number | undefined): string =>
  share === undefined ? "" : `${(100 * share).toFixed(2)} %`;

/** A run as it was measured, with the model and its look beside the data. */
export function presentRun(data: Omit<Run, "model">, model: tf.LayersModel): Run & Displayable {
  Object.defineProperty(data, "model", { value: model, enumerable: false });
  const run = data as Run;
  return displayable(
    run,
    () => [headline(run), ...run.findings.map(findingLine), historyTable(run).toString()].join("\n"),
    async (): Promise<MimeBundle> => {
      const rows = await historyTable(run)[displaySymbol]();
      const page = html`<div style="line-height:1.6">
        <div style="font-weight:600">${headline(run)}</div>
        ${run.hypothesis ? html`<div>Hypothesis: ${run.hypothesis}</div>` : null}
        ${run.findings.map(
          (finding) =>
            html`<div>
              ${verdictBadge(finding.verdict)} ${finding.message}
              <span style="font-weight:600">Next:</span> ${finding.advice}
            </div>`,
        )}
      </div>`.source;
      return { "text/html": `${page}${String(rows["text/html"])}${settingsHtml(run).source}` };
    },
  );
}

function headline(run: Run): string {
  const last = run.history.at(-1);
  const parts = [
    `${run.modelName}: ${run.history.length} ${run.history.length === 1 ? "epoch" : "epochs"} in ${formatDuration(run.elapsedMs)}`,
    `${formatNumber(Math.round(run.examplesPerSecond))} examples per second`,
  ];
  if (last?.validationAccuracy !== undefined) {
    parts.push(
      `validation accuracy ${percent(last.validationAccuracy)} of ${formatNumber(run.data.validation!.size)}`,
    );
  } else if (last?.validationLoss !== undefined)
    parts.push(`validation loss ${formatNumber(last.validationLoss)}`);
  else if (last) parts.push(`training loss ${formatNumber(last.loss)}`);
  const end =
    run.ended === "all epochs done"
      ? ""
      : ` (${run.ended}${run.partial ? ", partial" : ""}; the weights are those of epoch ${formatNumber(run.weightsOfEpoch)})`;
  return `${parts.join(", ")}${end}`;
}

function findingLine({ verdict, message, advice }: Run["findings"][number]): string {
  return `${verdict}: ${message}\n        Next: ${advice}`;
}

function historyTable({ history }: Run) {
  const has = (name: keyof Epoch): boolean => history.some((row) => row[name] !== undefined);
  return table(
    history.map((row) => ({
      epoch: row.epoch,
      "training loss": row.loss.toPrecision(4),
      ...(has("validationLoss") ? { "validation loss": row.validationLoss?.toPrecision(4) ?? "" } : {}),
      ...(has("accuracy") ? { "training accuracy": percent(row.accuracy) } : {}),
      ...(has("validationAccuracy") ? { "validation accuracy": percent(row.validationAccuracy) } : {}),
      "learning rate": formatNumber(row.learningRate),
      seconds: row.seconds.toFixed(1),
    })),
    {
      align: Object.fromEntries(
        [
          "training loss",
          "validation loss",
          "training accuracy",
          "validation accuracy",
          "learning rate",
          "seconds",
        ].map((name) => [name, "right"] as const),
      ),
      maxRows: 30,
    },
  );
}

function settingsHtml({ config, seed, data, engine }: Run): Html {
  const line = (name: string, value: unknown, note: string): Html =>
    html`<tr style="background:transparent">
      <td style="text-align:left;padding:1px 14px 1px 0;border:none;opacity:0.7">${name}</td>
      <td style="text-align:left;padding:1px 14px 1px 0;border:none">${String(value)}</td>
      <td style="text-align:left;padding:1px 0;border:none;opacity:0.7">${note}</td>
    </tr>`;
  const sets = [data.training, ...(data.validation ? [data.validation] : [])];
  return html`<details>
    <summary style="cursor:pointer;opacity:0.7">Every hyper-parameter, data and engine</summary>
    <table style="border:none;border-collapse:collapse;margin:2px 0">
      <tbody>
        ${Object.entries(config).map(([name, { value, chosen }]) =>
          line(name, value ?? "none", chosen ? "chosen" : "default"),
        )}
        ${sets.map((set, i) =>
          line(
            i === 0 ? "training data" : "validation data",
            `${set.name}, ${formatNumber(set.size)} examples`,
            `fingerprint ${set.fingerprint}`,
          ),
        )}
        ${line("engine", `${engine.name} ${engine.version}`, `${engine.device}, ${engine.threads} threads, seed ${seed}`)}
      </tbody>
    </table>
  </details>`;
}
