/** What an error says: who complains, what was expected, what came, and what to do next. */
export interface ErrorDetails {
  /** Public name of the function that complains, as the user called it: `data.split`. */
  where: string;
  expected: string;
  received: string;
  /** The next thing to do, a sentence of its own. */
  hint?: string;
  cause?: unknown;
}

/** Base of every error the library throws on purpose. The sentence is derived from the details, which stay readable as data. */
export class RouxError extends Error {
  readonly where: string;
  readonly expected: string;
  readonly received: string;
  readonly hint: string | undefined;

  constructor({ where, expected, received, hint, cause }: ErrorDetails) {
    super(
      `${where}: expected ${expected}, got ${received}.${hint ? ` ${hint}` : ""}`,
      cause === undefined ? undefined : { cause },
    );
    this.where = where;
    this.expected = expected;
    this.received = received;
    this.hint = hint;
  }

  override get name(): string {
    return this.constructor.name;
  }
}
