import { codeFrame, lineStartsOf, positionAt } from "../compile/index.ts";
import type { CellSyntaxError, Position, TypeDiagnostic } from "../compile/index.ts";
import type { CellOutcome, ThrownValue } from "../evaluator/index.ts";
import type { CellError } from "./SessionOptions.ts";

const red = (text: string): string => `\u001B[31m${text}\u001B[39m`;
const bold = (text: string): string => `\u001B[1m${text}\u001B[22m`;
const dim = (text: string): string => `\u001B[2m${text}\u001B[22m`;

/** Label of a cell in errors, and what a stack frame calls it. */
export const cellLabel = (executionCount: number): string => `Cell [${executionCount}]`;

/** Source of a cell by its label, for the code around a frame. */
export type SourceOf = (label: string) => string | undefined;

const placePattern = /^(.+):(\d+):(\d+)$/;

/** An error as the cell shows it: name and message, the place in the user's code, frames of the user's cells and files only,
 *  causes and parts below. */
export function formatThrown(thrown: ThrownValue, sourceOf: SourceOf): CellError {
  return { name: thrown.name, value: thrown.message, traceback: linesOf(thrown, sourceOf) };
}

function linesOf(thrown: ThrownValue, sourceOf: SourceOf): string[] {
  const lines = [`${bold(red(thrown.name))}: ${thrown.message}`];
  if (thrown.details) lines.push(dim(thrown.details));
  const frames = thrown.frames.filter(isUsers);
  const first = frames
    .map((frame) => placeOf(frame))
    .find((place) => place && sourceOf(place.label) !== undefined);
  if (first) {
    lines.push(
      `${first.label} line ${first.position.line}`,
      ...codeFrame(sourceOf(first.label)!, first.position),
    );
  }
  const others = frames.map((frame) => frame.replace(/^at /, ""));
  if (others.length > 1 || (others.length === 1 && !first))
    lines.push(...others.map((frame) => dim(`    at ${frame}`)));
  for (const part of thrown.errors ?? []) lines.push(...linesOf(part, sourceOf).map((line) => `    ${line}`));
  if (thrown.cause)
    lines.push(dim("Caused by:"), ...linesOf(thrown.cause, sourceOf).map((line) => `  ${line}`));
  return lines;
}

/** Frames of packages, of Node and of roux say nothing about the user's mistake. */
function isUsers(frame: string): boolean {
  if (/node_modules[\\/]|\bnode:|<anonymous>\)?$|^at (new )?Promise |^at async Promise\./.test(frame))
    return false;
  return !frame.includes(installation);
}
const installation = new URL("../..", import.meta.url).pathname.replace(/dist\/$/, "dist/");

function placeOf(frame: string): { label: string; position: Position } | undefined {
  const paren = frame.endsWith(")") ? frame.lastIndexOf(" (") : -1;
  const place = paren === -1 ? frame.replace(/^at (?:async )?/, "") : frame.slice(paren + 2, -1);
  const match = placePattern.exec(place);
  if (!match) return undefined;
  return { label: match[1]!, position: { line: Number(match[2]), column: Number(match[3]) } };
}

/** How a cell ended: `undefined` when it ended well. */
export function formatOutcome(outcome: CellOutcome, sourceOf: SourceOf): CellError | undefined {
  switch (outcome.kind) {
    case "ok":
      return undefined;
    case "interrupted":
      return formatNotice("Interrupted", "the cell was stopped. Variables keep their values.");
    case "thrown":
      return formatThrown(outcome.thrown, sourceOf);
    default:
      return outcome satisfies never;
  }
}

/** A cell that does not parse. */
export function formatSyntaxError(error: CellSyntaxError, source: string, executionCount: number): CellError {
  const { line, column } = error.position;
  return {
    name: "SyntaxError",
    value: `${error.message} (${cellLabel(executionCount)} line ${line}, column ${column})`,
    traceback: [
      `${bold(red("SyntaxError"))}: ${error.message}`,
      `${cellLabel(executionCount)} line ${line}`,
      ...codeFrame(source, error.position, { end: error.end }),
      ...(error.help ? [error.help] : []),
    ],
  };
}

/** A cell whose types do not fit: each place, the first ten. */
export function formatTypeErrors(
  diagnostics: readonly TypeDiagnostic[],
  source: string,
  executionCount: number,
): CellError {
  const starts = lineStartsOf(source);
  const shown = diagnostics.slice(0, 10);
  const traceback = shown.flatMap(({ start, end, code, message }) => {
    const at = positionAt(starts, start);
    return [
      `${bold(red("TypeScriptError"))} TS${code}: ${message}`,
      `${cellLabel(executionCount)} line ${at.line}`,
      ...codeFrame(source, at, { end: positionAt(starts, end), context: 1 }),
    ];
  });
  if (shown.length < diagnostics.length) traceback.push(`… and ${diagnostics.length - shown.length} more.`);
  const [first] = diagnostics;
  const { line, column } = positionAt(starts, first!.start);
  return {
    name: "TypeScriptError",
    value: `${first!.message} (${cellLabel(executionCount)} line ${line}, column ${column}, TS${first!.code})`,
    traceback,
  };
}

/** An error with no place in the user's code: the cell was stopped, or the process that ran it is gone. */
export function formatNotice(name: string, value: string): CellError {
  return { name, value, traceback: [`${bold(red(name))}: ${value}`] };
}
