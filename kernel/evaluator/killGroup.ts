/** Kills the process that runs the cells with the processes its cells started; those they detached live on.
 *  @param leader  pid of that process: it leads a group of its own. (Windows has no groups: there it is killed alone.) */
export function killGroup(leader: number): void {
  try {
    process.kill(process.platform === "win32" ? leader : -leader, "SIGKILL");
  } catch {
    // Gone already.
  }
}
