import { randomUUID } from "node:crypto";

import { checkOptions } from "../errors/index.ts";
import { currentHost } from "./currentHost.ts";
import type { LiveHost } from "./currentHost.ts";
import { toBundle } from "./toBundle.ts";

export interface LiveDisplayOptions {
  /** Milliseconds between two updates, at least. Default 100: JupyterLab falls behind above 10 a second. */
  intervalMs?: number;
  /** Display id. Default: a new one, never that of an output which is still on the page. */
  id?: string;
}

type Shown = unknown;

/** One output below the cell that changes while work goes on. Updates that come faster than the interval are skipped,
 *  the newest one always arrives: at the next turn, or at the latest with `end`. */
export class LiveDisplay {
  readonly id: string;
  readonly #intervalMs: number;
  readonly #host: LiveHost;
  #pending: (() => Shown) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sending: Promise<void> | undefined;
  #sentAt = -Infinity;
  #shown = false;
  #failure: { error: unknown } | undefined;

  constructor({ intervalMs = 100, id }: LiveDisplayOptions = {}) {
    // An id lives as long as the page, longer than a kernel: a counter would write into outputs of an earlier session.
    this.id = id ?? `roux-${randomUUID()}`;
    this.#intervalMs = intervalMs;
    this.#host = currentHost();
  }

  /** Shows `value` soon. A function is called only when its turn comes, so that what is skipped costs nothing. */
  update(value: unknown): void {
    this.#pending = typeof value === "function" ? (value as () => Shown) : () => value;
    this.#schedule();
  }

  /** Sends what is still waiting and resolves once it is out. With `value`, that is what stays.
   *  @throws what the last rendering threw */
  async end(value?: unknown): Promise<void> {
    if (value !== undefined)
      this.#pending = typeof value === "function" ? (value as () => Shown) : () => value;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#sending || this.#pending) {
      if (!this.#sending) this.#send();
      await this.#sending;
    }
    this.#host.end?.(this.id);
    if (this.#failure) throw this.#failure.error;
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#sending) return;
    const wait = this.#sentAt + this.#intervalMs - performance.now();
    if (wait <= 0) {
      this.#send();
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#pending && !this.#sending) this.#send();
    }, wait);
  }

  #send(): void {
    const value = this.#pending!;
    this.#pending = undefined;
    this.#sentAt = performance.now();
    this.#sending = this.#sendNow(value);
  }

  async #sendNow(value: () => Shown): Promise<void> {
    await this.#deliver(value);
    this.#sending = undefined;
    if (this.#pending) this.#schedule();
  }

  /** Never rejects: an update that cannot be rendered must not stop the work; `end` reports it. */
  async #deliver(value: () => Shown): Promise<void> {
    try {
      const bundle = await toBundle(await value());
      const update = this.#shown;
      this.#shown = true;
      await this.#host.display(bundle, { displayId: this.id, update });
      this.#failure = undefined;
    } catch (error) {
      this.#failure = { error };
    }
  }
}

/** A display that can be replaced while work goes on, at most ten times a second unless asked otherwise.
 *  @example
 *  const live = liveDisplay();
 *  for (const step of steps) live.update(() => progressBar({ done: step, total: steps.length }));
 *  await live.end(); */
export function liveDisplay(options: LiveDisplayOptions = {}): LiveDisplay {
  checkOptions("liveDisplay", options, ["intervalMs", "id"]);
  return new LiveDisplay(options);
}
