import { io } from "@tensorflow/tfjs";
import { loadKernels } from "./tensorflow/kernels.ts";

/** Lets models be saved to and loaded from `file://` folders, on every engine. */
export function registerFileHandlers(): void {
  // tf.js takes null as "not mine", which its types don't say.
  const route = (url: string | string[]): io.IOHandler =>
    String(url).startsWith("file://") ? loadKernels().fileSystem.nodeFileSystemRouter(url) : (null as never);
  io.registerLoadRouter(route);
  io.registerSaveRouter(route);
}
