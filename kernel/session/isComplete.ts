import { oxcParser } from "../compile/index.ts";
import type { IsCompleteReply } from "./SessionOptions.ts";

/** Should Enter run this code or open another line? Incomplete is what only lacks its end. */
export function isComplete(code: string): IsCompleteReply {
  const { errors } = oxcParser().parseSync("cell.ts", code, { sourceType: "module" });
  const [error] = errors;
  if (!error) return { status: "complete" };
  const end = code.trimEnd().length;
  const atEnd = error.labels.some((label) => label.start >= end);
  // What may go on over lines: templates and comments, but not strings in quotes and regular expressions.
  const opened = error.labels[0] ? code[error.labels[0].start] : undefined;
  const unterminated =
    /unterminated/i.test(error.message) && (opened === "`" || error.message.includes("comment"));
  if (!atEnd && !unterminated) return { status: "invalid" };
  const lastLine = code.trimEnd().split("\n").at(-1)!;
  const indent = /^\s*/.exec(lastLine)![0] + (/[{([]$/.test(lastLine) ? "  " : "");
  return { status: "incomplete", indent };
}
