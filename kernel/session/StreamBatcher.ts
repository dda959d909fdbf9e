type StreamName = "stdout" | "stderr";

/** Joins printed text into few messages: the first goes out at once (so to speak), a flood every `intervalMs` or `maxLength`. */
export class StreamBatcher {
  #name: StreamName = "stdout";
  #parts: string[] = [];
  #length = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastFlush = -Infinity;

  /** @param maxLength  UTF-16 units in one message, about */
  constructor(
    private readonly send: (name: StreamName, text: string) => void,
    private readonly intervalMs = 50,
    private readonly maxLength = 1 << 20,
  ) {}

  add(name: StreamName, text: string): void {
    if (name !== this.#name) this.flush();
    this.#name = name;
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length >= this.maxLength) return this.flush();
    if (this.#timer) return;
    const wait = Math.max(3, this.#lastFlush + this.intervalMs - performance.now());
    this.#timer = setTimeout(() => this.flush(), wait);
  }

  /** Sends what is waiting, now. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#parts.length === 0) return;
    const text = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    this.#lastFlush = performance.now();
    this.send(this.#name, text);
  }
}
