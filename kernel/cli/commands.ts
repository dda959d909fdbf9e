import type { Command } from "./Command.ts";

interface Entry {
  /** One line for `roux help`. */
  summary: string;
  /** Loaded when asked for: `roux help` needs none of them. */
  load: () => Promise<Command>;
}

export const commands: Record<string, Entry> = {
  run: {
    summary: "run a notebook and write its outputs, without Jupyter",
    load: async () => (await import("./run.ts")).run,
  },
  export: {
    summary: "make one web page of a notebook, to send to anybody",
    load: async () => (await import("./export.ts")).exportPage,
  },
  convert: {
    summary: "turn percent cells (.ts) into a notebook (.ipynb), or back",
    load: async () => (await import("./convert.ts")).convert,
  },
  lab: {
    summary: "open JupyterLab here, with the TypeScript kernel",
    load: async () => (await import("./lab.ts")).lab,
  },
  install: {
    summary: "register the kernel with the Jupyter that is there",
    load: async () => (await import("./install.ts")).install,
  },
  uninstall: {
    summary: "take the kernel out of Jupyter again",
    load: async () => (await import("./uninstall.ts")).uninstall,
  },
  engine: {
    summary: "fetch, list or remove the engine that computes",
    load: async () => (await import("./engine.ts")).engine,
  },
  doctor: {
    summary: "what this machine has, and what to type for what it lacks",
    load: async () => (await import("./doctor.ts")).doctor,
  },
  kernel: {
    summary: "the kernel itself: Jupyter starts it",
    load: async () => (await import("./kernel.ts")).kernel,
  },
};
