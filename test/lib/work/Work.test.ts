import { describe, expect, it } from "vitest";

import { Work } from "../../../lib/work/index.ts";

type Event = { kind: "step" | "epoch"; value: number };
const isStep = (event: Event): boolean => event.kind === "step";
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function counting(): Work<Event, number> {
  return new Work<Event, number>(
    async ({ emit, signal }) => {
      let done = 0;
      for (let epoch = 0; epoch < 3; epoch++) {
        if (signal.aborted) break;
        emit({ kind: "step", value: epoch * 2 });
        emit({ kind: "step", value: epoch * 2 + 1 });
        emit({ kind: "epoch", value: epoch });
        done++;
        await pause();
      }
      return done;
    },
    {},
    isStep,
  );
}

async function collect(work: AsyncIterable<Event>): Promise<string[]> {
  const seen: string[] = [];
  for await (const event of work) seen.push(`${event.kind} ${event.value}`);
  return seen;
}

describe("Work", () => {
  it("is awaited for its result", async () => {
    expect(await counting()).toBe(3);
  });

  it("gives its events to a reader that began before it, then ends", async () => {
    const seen = await collect(counting());
    expect(seen.filter((event) => event.startsWith("epoch"))).toEqual(["epoch 0", "epoch 1", "epoch 2"]);
    expect(seen.at(-1)).toBe("epoch 2");
  });

  it("gives a late reader every important event, and the newest of those that only tell progress", async () => {
    const work = counting();
    await work;
    expect(await collect(work)).toEqual(["step 1", "epoch 0", "step 3", "epoch 1", "step 5", "epoch 2"]);
  });

  it("serves several readers, and one that leaves stops nobody", async () => {
    const work = counting();
    const leaving = (async () => {
      for await (const event of work) if (event.kind === "epoch") return event.value;
      return -1;
    })();
    const [first, all, result] = await Promise.all([leaving, collect(work), work]);
    expect(first).toBe(0);
    expect(all).toContain("epoch 2");
    expect(result).toBe(3);
  });

  it("tells a failure to who awaits and to who reads", async () => {
    const failing = (): Work<Event, number> =>
      new Work<Event, number>(async ({ emit }) => {
        emit({ kind: "epoch", value: 0 });
        throw new RangeError("too far");
      });
    await expect(failing()).rejects.toThrow("too far");
    const seen: Event[] = [];
    await expect(
      (async () => {
        for await (const event of failing()) seen.push(event);
      })(),
    ).rejects.toThrow("too far");
    expect(seen).toEqual([{ kind: "epoch", value: 0 }]);
  });

  it("stops by stop(), by the signal, and by a signal that was aborted before", async () => {
    const stopped = counting();
    stopped.stop();
    expect(await stopped).toBe(0);

    const controller = new AbortController();
    const aborted = new Work<Event, number>(
      async ({ signal, emit }) => {
        let turns = 0;
        while (!signal.aborted) {
          emit({ kind: "step", value: turns++ });
          if (turns === 5) controller.abort();
          await pause();
        }
        return turns;
      },
      { signal: controller.signal },
    );
    expect(await aborted).toBe(5);
    const late = new Work<Event, boolean>(async ({ signal }) => signal.aborted, {
      signal: AbortSignal.abort(),
    });
    expect(await late).toBe(true);
  });

  it("calls onProgress with every event", async () => {
    const seen: number[] = [];
    await new Work<Event, void>(
      async ({ emit }) => {
        emit({ kind: "step", value: 1 });
        emit({ kind: "step", value: 2 });
      },
      { onProgress: (event) => seen.push(event.value) },
      isStep,
    );
    expect(seen).toEqual([1, 2]);
  });
});
