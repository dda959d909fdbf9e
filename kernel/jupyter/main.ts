// `node main.js {connection_file}`: the kernel alone, without the rest of the command line.
import { ConnectionFileError } from "../transport/ConnectionFile.ts";
import { startKernel } from "./startKernel.ts";

try {
  await startKernel(process.argv.at(-1) ?? "");
  process.exit(0);
} catch (error) {
  if (!(error instanceof ConnectionFileError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
