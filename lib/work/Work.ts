/** What every long piece of work takes. */
export interface WorkOptions<Event> {
  /** Stops the work between two whole steps; what is done so far is the result, marked as partial. */
  signal?: AbortSignal;
  /** Called with every event, as it happens. */
  onProgress?: (event: Event) => void;
}

/** What the body of a piece of work is handed. */
export interface WorkContext<Event> {
  /** Aborted by the caller's `signal` or by `stop()`. */
  readonly signal: AbortSignal;
  readonly emit: (event: Event) => void;
}

/** One reader of the events: a queue of its own, so that a slow reader delays nobody. */
class Reader<Event> implements AsyncIterator<Event> {
  #queue: Event[];
  #waiting: { resolve: (step: IteratorResult<Event>) => void; reject: (error: unknown) => void } | undefined;
  #ended: { error?: unknown } | undefined;
  readonly #leave: (reader: Reader<Event>) => void;
  readonly #transient: (event: Event) => boolean;

  constructor(
    past: readonly Event[],
    ended: { error?: unknown } | undefined,
    transient: (event: Event) => boolean,
    leave: (reader: Reader<Event>) => void,
  ) {
    this.#queue = [...past];
    this.#ended = ended;
    this.#transient = transient;
    this.#leave = leave;
  }

  push(event: Event): void {
    if (this.#waiting) {
      const { resolve } = this.#waiting;
      this.#waiting = undefined;
      resolve({ done: false, value: event });
      return;
    }
    const last = this.#queue.at(-1);
    if (last !== undefined && this.#transient(last) && this.#transient(event)) this.#queue.pop();
    this.#queue.push(event);
  }

  end(outcome: { error?: unknown }): void {
    this.#ended = outcome;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (!waiting) return;
    if ("error" in outcome) waiting.reject(outcome.error);
    else waiting.resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<Event>> {
    if (this.#queue.length > 0) return Promise.resolve({ done: false, value: this.#queue.shift() as Event });
    if (this.#ended) {
      const outcome = this.#ended;
      this.#ended = {};
      if ("error" in outcome) return Promise.reject(outcome.error);
      return Promise.resolve({ done: true, value: undefined });
    }
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<Event>> {
    this.#queue = [];
    this.end({});
    this.#leave(this);
    return Promise.resolve({ done: true, value: undefined });
  }
}

/** Long work: `await` it for its result, `for await` it for its events, or both. It starts at once. Events are kept,
 *  so that whoever begins to read late still sees the important ones in order; of those that only say how far it is
 *  (`transient`), a reader that lags behind sees the newest. Leaving a `for await` early does not stop the work;
 *  `stop()` does. */
export class Work<Event, Result> implements PromiseLike<Result>, AsyncIterable<Event> {
  readonly #result: Promise<Result>;
  readonly #past: Event[] = [];
  readonly #readers = new Set<Reader<Event>>();
  readonly #controller = new AbortController();
  readonly #transient: (event: Event) => boolean;
  #ended: { error?: unknown } | undefined;

  /** @param body  does the work; it begins in the next microtask
   *  @param transient  which events may be dropped once a newer one is there (none by default) */
  constructor(
    body: (context: WorkContext<Event>) => Promise<Result>,
    { signal, onProgress }: WorkOptions<Event> = {},
    transient: (event: Event) => boolean = () => false,
  ) {
    this.#transient = transient;
    const abort = (): void => this.#controller.abort(signal?.reason);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
    const emit = (event: Event): void => {
      const last = this.#past.at(-1);
      if (last !== undefined && transient(last) && transient(event)) this.#past.pop();
      this.#past.push(event);
      for (const reader of this.#readers) reader.push(event);
      onProgress?.(event);
    };
    const finish = (outcome: { error?: unknown }): void => {
      signal?.removeEventListener("abort", abort);
      this.#ended = outcome;
      for (const reader of this.#readers) reader.end(outcome);
      this.#readers.clear();
    };
    this.#result = Promise.resolve()
      .then(() => body({ signal: this.#controller.signal, emit }))
      .then(
        (result) => {
          finish({});
          return result;
        },
        (error: unknown) => {
          finish({ error });
          throw error;
        },
      );
  }

  /** Asks the work to stop after the step it is in. The result is what is done so far. */
  stop(): void {
    this.#controller.abort();
  }

  // A class that is awaited needs `then`; the rule is about objects that have one by accident.
  // oxlint-disable-next-line unicorn/no-thenable
  then<Fulfilled = Result, Rejected = never>(
    onFulfilled?: ((result: Result) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((error: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#result.then(onFulfilled, onRejected);
  }

  catch<Rejected = never>(
    onRejected?: ((error: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Result | Rejected> {
    return this.#result.catch(onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<Result> {
    return this.#result.finally(onFinally);
  }

  [Symbol.asyncIterator](): AsyncIterator<Event> {
    // Whoever reads the events is told of a failure there; the promise must not report it a second time as unhandled.
    this.#result.catch(() => {});
    const reader = new Reader(this.#past, this.#ended, this.#transient, (leaving) => {
      this.#readers.delete(leaving);
    });
    if (!this.#ended) this.#readers.add(reader);
    return reader;
  }
}
