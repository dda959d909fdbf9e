/** A notebook file can't be read, written or converted. Same sentence as the library's errors, so that users meet one voice. */
export class NotebookError extends Error {
  readonly where: string;
  readonly expected: string;
  readonly received: string;
  readonly hint: string | undefined;

  constructor(details: {
    /** The file, or the command that was given it. */
    where: string;
    expected: string;
    received: string;
    /** What to do next, a sentence of its own. */
    hint?: string;
    cause?: unknown;
  }) {
    const { where, expected, received, hint, cause } = details;
    super(
      `${where}: expected ${expected}, got ${received}.${hint ? ` ${hint}` : ""}`,
      cause === undefined ? undefined : { cause },
    );
    this.name = "NotebookError";
    this.where = where;
    this.expected = expected;
    this.received = received;
    this.hint = hint;
  }
}
