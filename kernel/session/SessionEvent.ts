import type { MimeBundle } from "../display/index.ts";

/** What a cell does that its notebook shows. Everything a cell emits arrives before `execute` resolves. */
export type SessionEvent =
  | { kind: "stream"; name: "stdout" | "stderr"; text: string }
  | { kind: "display"; data: MimeBundle; metadata: MimeBundle; displayId?: string }
  | { kind: "update"; data: MimeBundle; metadata: MimeBundle; displayId: string }
  | { kind: "clear"; wait: boolean }
  | { kind: "result"; data: MimeBundle; metadata: MimeBundle; executionCount: number }
  | { kind: "error"; name: string; value: string; traceback: string[] }
  | { kind: "input"; prompt: string; password: boolean; answer(text: string): void };
