import fs from "node:fs";

/** The front end that started this kernel, as far as it can be known. */
export interface ParentWatch {
  /** `JPY_PARENT_PID`, by which Jupyter's launchers ask their kernels to end with them. */
  declared: string | undefined;
  /** Stands between the looks. */
  intervalMs?: number;
}

/** Calls `onGone` once when the process that started this kernel is gone: nobody would ever end the kernel then, for its
 *  sockets know no end. A kernel that a person started by hand (from a terminal, by nohup, by a service) is left alone.
 *  @returns ends the watch */
export function watchParent(onGone: () => void, { declared, intervalMs = 1000 }: ParentWatch): () => void {
  const isGone = parentTest(declared);
  if (!isGone) return () => {};
  const timer = setInterval(() => {
    if (!isGone()) return;
    clearInterval(timer);
    onGone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function parentTest(declared: string | undefined): (() => boolean) | undefined {
  const parent = process.ppid;
  if (process.platform === "win32") {
    // There the variable holds a handle, of no use to Node; a process keeps the number of its parent after that has ended.
    return declared === undefined ? undefined : () => !isAlive(parent);
  }
  const pid = Number(declared);
  // A wrapper stands between, which may end before us. A number that means nothing here (the launcher lives in another
  // container) is no parent that could go.
  if (Number.isInteger(pid) && pid > 0 && pid !== parent && isAlive(pid)) return () => !isAlive(pid);
  if (pid !== parent && !isStartedByProgram()) return undefined;
  // Whoever adopts us, init or another: the number changes at once, even while nobody has buried the parent.
  return () => process.ppid !== parent;
}

/** Front ends that do not use Jupyter's launcher (editors, mostly) give their kernels a pipe to read from. */
function isStartedByProgram(): boolean {
  try {
    const input = fs.fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
