import { commands } from "./commands.ts";

/** What `roux help` shows, or the help of one command. */
export async function helpText(name?: string): Promise<string> {
  const entry = name === undefined ? undefined : commands[name];
  if (name !== undefined && entry) {
    const { usage, help } = await entry.load();
    return `roux ${name} ${usage}\n\n${help.trim()}\n`;
  }
  const width = Math.max(...Object.keys(commands).map((command) => command.length)) + 2;
  const lines = Object.entries(commands)
    .filter(([command]) => command !== "kernel")
    .map(([command, { summary }]) => `  roux ${command.padEnd(width)}${summary}`);
  return `TypeScript notebooks for deep learning.

${lines.join("\n")}

  roux help COMMAND   options of a command
  roux --version

First time here:  roux doctor, then roux lab
`;
}
