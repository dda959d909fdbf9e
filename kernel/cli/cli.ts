import { exitCode } from "./Command.ts";
import { commands } from "./commands.ts";
import { helpText } from "./help.ts";
import { nearestName } from "../names/index.ts";
import { parseOptions } from "./parseOptions.ts";
import { UsageError } from "./UsageError.ts";
import { version } from "./version.ts";

/** Runs one command line. What goes wrong on purpose is one sentence on stderr; our own mistakes keep their stack.
 *  @param args without `node` and the script  @returns the exit code */
export async function cli(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help") {
      const about = name === "help" ? rest[0] : undefined;
      if (about !== undefined && !Object.hasOwn(commands, about)) throw unknown(about);
      process.stdout.write(await helpText(about));
      return exitCode.done;
    }
    if (name === "--version" || name === "-v" || name === "version") {
      process.stdout.write(`roux ${version()}\n`);
      return exitCode.done;
    }
    if (!Object.hasOwn(commands, name)) throw unknown(name);
    const command = await commands[name]!.load();
    if (command.passThrough) return await command.run({ values: {}, positionals: rest });
    const prepared = command.prepare?.(rest) ?? { args: rest, extra: {} };
    const parsed = parseOptions(name, prepared.args, command.options, command.arguments);
    if (parsed.values.help) {
      process.stdout.write(await helpText(name));
      return exitCode.done;
    }
    return await command.run({ ...parsed, values: { ...parsed.values, ...prepared.extra } });
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      return exitCode.usage;
    }
    if (error instanceof Error && isExpected(error)) {
      process.stderr.write(`${error.message}\n`);
      // A connection file is an argument like any other: one that cannot be used is wrong usage.
      return error.name === "ConnectionFileError" ? exitCode.usage : exitCode.failed;
    }
    throw error;
  }
}

/** Errors that say by themselves what was expected and what came: ours, of every part. */
function isExpected(error: Error): boolean {
  return (
    ("expected" in error && "received" in error) ||
    /^(Kernelspec|ConnectionFile|Command)Error$/.test(error.name)
  );
}

function unknown(name: string): UsageError {
  const names = Object.keys(commands);
  const meant = nearestName(name, [...names, "help"]);
  const what = name.startsWith("-") ? "option" : "command";
  return new UsageError(
    `roux: unknown ${what} ${JSON.stringify(name)}. ${meant ? `Did you mean "${meant}"?` : `Commands: ${names.join(", ")}.`}`,
  );
}
