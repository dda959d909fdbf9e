import { availableParallelism } from "node:os";

import type { EngineDiagnosis } from "../../lib/engine/doctor.ts";
import type { InstalledKernelspec } from "../install/index.ts";
import { isAtLeast } from "./python.ts";
import type { Python } from "./python.ts";
import { size } from "./terminal.ts";

/** One line of `roux doctor`. `"better"`: works, could be better; `"broken"`: notebooks don't run. */
export interface Finding {
  what: string;
  state: "good" | "note" | "better" | "broken";
  says: string;
  /** Why, in a second line. */
  detail?: string;
  /** What to type or do. */
  mend?: string;
}

/** What a machine has, in the order in which a person would ask. */
export function examine(machine: {
  version: string;
  engine: EngineDiagnosis;
  python: Python | undefined;
  hasLab: boolean;
  kernelspecs: readonly InstalledKernelspec[];
  threads?: number;
}): Finding[] {
  const { engine, python, hasLab, kernelspecs } = machine;
  return [
    { what: "roux", state: "good", says: machine.version },
    node(engine),
    ...engineFindings(engine, machine.threads ?? availableParallelism()),
    pythonFinding(python),
    jupyter(python, hasLab),
    kernelspec(kernelspecs),
    cache(engine),
  ];
}

function node({ node }: EngineDiagnosis): Finding {
  const says = `${node.version} on ${node.platform}`;
  return node.supported
    ? { what: "Node", state: "good", says }
    : { what: "Node", state: "broken", says, mend: "install Node 20.19 or newer" };
}

function engineFindings({ engine, gpus }: EngineDiagnosis, threads: number): Finding[] {
  const cards: Finding =
    gpus.length === 0
      ? { what: "Graphics", state: "note", says: "no NVIDIA card; the processor computes" }
      : { what: "Graphics", state: "note", says: gpus.join(", ") };
  if ("error" in engine) return [{ what: "Engine", state: "broken", says: engine.error }, cards];
  const names = { tensorflow: "TensorFlow", wasm: "WebAssembly", cpu: "plain JavaScript" };
  const native = engine.name === "tensorflow";
  const advice = engine.advice ?? "";
  return [
    {
      what: "Engine",
      state: native ? "good" : "better",
      says: `${names[engine.name]} ${engine.version} on the ${engine.device}`,
      detail: engine.reason,
      ...(advice ? { mend: advice } : {}),
    },
    {
      what: "Threads",
      state: "good",
      says: `${engine.threads} of ${threads}`,
    },
    cards,
  ];
}

function pythonFinding(python: Python | undefined): Finding {
  if (!python) {
    return {
      what: "Python",
      state: "better",
      says: "none found; only JupyterLab and fetching the engine need it",
      mend: "install Python 3.10 or newer",
    };
  }
  const says = `${python.version} (${python.command})`;
  if (!isAtLeast(python, 10))
    return { what: "Python", state: "better", says, mend: "install Python 3.10 or newer" };
  return python.canMakeEnvironments
    ? { what: "Python", state: "good", says }
    : {
        what: "Python",
        state: "better",
        says: `${says}, without its venv module`,
        mend: "install python3-venv",
      };
}

function jupyter(python: Python | undefined, hasLab: boolean): Finding {
  const found = [
    ...(python?.jupyterLab ? [`JupyterLab ${python.jupyterLab}`] : []),
    ...(!python?.jupyterLab && python?.jupyterClient ? [`jupyter_client ${python.jupyterClient}`] : []),
    ...(hasLab ? ["the one that roux lab made"] : []),
  ];
  return found.length > 0
    ? { what: "Jupyter", state: "good", says: found.join(", and ") }
    : { what: "Jupyter", state: "note", says: "none yet; roux run works without", mend: "npx roux lab" };
}

function kernelspec(kernelspecs: readonly InstalledKernelspec[]): Finding {
  if (kernelspecs.length === 0) {
    return {
      what: "Kernel",
      state: "note",
      says: "not registered with a Jupyter of yours (roux lab brings its own)",
      mend: "npx roux install",
    };
  }
  const [first] = kernelspecs;
  const more = kernelspecs.length > 1 ? ` and ${kernelspecs.length - 1} more` : "";
  return { what: "Kernel", state: "good", says: `${first!.displayName} in ${first!.folder}${more}` };
}

function cache({ cache, installed }: EngineDiagnosis): Finding {
  const engines = installed.length === 0 ? "no engine" : installed.map(({ name }) => name).join(", ");
  return { what: "Cache", state: "note", says: `${cache.folder} (${size(cache.bytes)}; ${engines})` };
}
