#!/usr/bin/env node
import { cli } from "./cli.ts";

// A reader that goes away (`roux help | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
const code = await cli(process.argv.slice(2));
// An engine's threads would keep the process; what was written must still reach a slow reader.
process.stdout.write("", () => process.exit(code));
