/** Lets the event loop turn between two stretches of work, so that interrupts, aborts and displays get their turn. */
export const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
