import { parseArgs } from "node:util";

import { nearestName } from "../names/index.ts";
import { UsageError } from "./UsageError.ts";

export type OptionConfig = Record<string, { type: "string" | "boolean"; short?: string; multiple?: boolean }>;

export interface Arguments {
  /** Option values by name; absent when not given. */
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
  positionals: string[];
}

/** `util.parseArgs` with errors that name the command, the option that was probably meant and where to read on.
 *  @throws {UsageError} for an unknown option, a missing value, or another number of arguments than `count` allows */
export function parseOptions(
  command: string,
  args: readonly string[],
  options: OptionConfig,
  /** Least and most arguments, and what they are: `NOTEBOOK`. */
  count: { least: number; most: number; what: string },
): Arguments {
  const known: OptionConfig = { ...options, help: { type: "boolean", short: "h" } };
  let parsed: Arguments;
  try {
    parsed = parseArgs({ args: [...args], options: known, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(explain(command, error as Error & { code?: string }, known));
  }
  const { positionals, values } = parsed;
  if (values.help) return parsed;
  if (positionals.length < count.least)
    throw new UsageError(
      `roux ${command}: expected ${count.what}, got ${positionals.length === 0 ? "none" : `only ${positionals.join(" ")}`}. ${usageHint(command)}`,
    );
  if (positionals.length > count.most) {
    const more = positionals.slice(count.most).join(" ");
    throw new UsageError(
      `roux ${command}: expected ${count.most === 0 ? "no arguments" : count.what}, got also ${more}. ${usageHint(command)}`,
    );
  }
  return parsed;
}

export function usageHint(command: string): string {
  return `See: roux help ${command}`;
}

function explain(command: string, error: Error & { code?: string }, known: OptionConfig): string {
  const name = /'(?:-\w, )?(--?[\w-]+)/.exec(error.message)?.[1] ?? "";
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") {
    const names = Object.keys(known).map((option) => `--${option}`);
    const meant = nearestName(name, names);
    return `roux ${command}: unknown option ${name}. ${meant ? `Did you mean ${meant}?` : `Options: ${names.join(", ")}.`}`;
  }
  if (/argument missing|argument is ambiguous/i.test(error.message)) {
    return `roux ${command}: expected a value after ${name}, got none. ${usageHint(command)}`;
  }
  if (/does not take an argument/i.test(error.message)) {
    return `roux ${command}: expected no value after ${name}, got one. ${usageHint(command)}`;
  }
  return `roux ${command}: ${error.message}`;
}

export function text(values: Arguments["values"], name: string): string | undefined {
  const value = values[name];
  return typeof value === "string" ? value : undefined;
}

/** A number of seconds greater than 0, as milliseconds. */
export function secondsOption(
  command: string,
  values: Arguments["values"],
  name: string,
): number | undefined {
  const written = text(values, name);
  if (written === undefined) return undefined;
  const seconds = Number(written);
  if (!(seconds > 0) || written.trim() === "") {
    throw new UsageError(
      `roux ${command}: expected seconds greater than 0 after --${name}, got ${JSON.stringify(written)}.`,
    );
  }
  return seconds * 1000;
}
