interface Sender {
  send(frames: Uint8Array[]): Promise<void>;
}

/** Sends messages one after another, in order, and knows how much waits. */
export class Outbox {
  readonly #waiting: Uint8Array[][] = [];
  #bytes = 0;
  #sending: Promise<void> | undefined;

  /** @param onPressure  told `true` when more than `limitBytes` wait, `false` when half of that is left */
  constructor(
    private readonly socket: Sender,
    private readonly onPressure: (isHigh: boolean) => void = () => {},
    private readonly limitBytes = 32 << 20,
  ) {}

  send(frames: Uint8Array[]): void {
    this.#waiting.push(frames);
    const before = this.#bytes;
    this.#bytes += sizeOf(frames);
    if (before <= this.limitBytes && this.#bytes > this.limitBytes) this.onPressure(true);
    this.#sending ??= this.#sendAll();
  }

  /** Resolves when nothing waits. */
  async flushed(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  async #sendAll(): Promise<void> {
    await Promise.resolve(); // Past the assignment of `#sending`.
    for (let frames = this.#waiting.shift(); frames; frames = this.#waiting.shift()) {
      try {
        await this.socket.send(frames);
      } catch {
        // Nobody reads any more (closed, or too slow for the socket's time limit): this message is lost, the kernel is not.
      }
      const before = this.#bytes;
      this.#bytes -= sizeOf(frames);
      const low = this.limitBytes / 2;
      if (before > low && this.#bytes <= low) this.onPressure(false);
    }
    // In the same turn as the last look: a message that comes now starts the sending again.
    this.#sending = undefined;
  }
}

function sizeOf(frames: readonly Uint8Array[]): number {
  return frames.reduce((sum, frame) => sum + frame.byteLength, 0);
}
