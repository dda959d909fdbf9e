import type { Arguments, OptionConfig } from "./parseOptions.ts";

/** How a program may end. */
export const exitCode = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** One command of `roux`. */
export interface Command {
  /** What stands after the command's name: `NOTEBOOK [-o page.html]`. */
  usage: string;
  /** One paragraph, and what the options mean. */
  help: string;
  options: OptionConfig;
  arguments: { least: number; most: number; what: string };
  /** Everything after the command's name is handed on as it is, unread. */
  passThrough?: boolean;
  /** Takes what `parseOptions` can't read out of the arguments first. */
  prepare?: (args: readonly string[]) => { args: string[]; extra: Arguments["values"] };
  /** @returns the exit code */
  run(args: Arguments): Promise<number>;
}
