// What every command of this repository needs first: the packages installed and dist/ built.
// Uses nothing but Node itself, because it runs in an empty clone (and `.npmrc` switches lifecycle scripts off).
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const roux = path.join(root, "dist/kernel/cli/main.js");

/** Runs a program with this terminal and returns its exit code. */
export function run(command, args, { env = {}, cwd = root } = {}) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd,
    stdio: "inherit",
    env: { ...process.env, ...env },
  });
  if (error) throw error;
  return signal ? 130 : (status ?? 1);
}

/** Runs `node FILE …`. */
export function node(args, options) {
  return run(process.execPath, args, options);
}

function must(exitCode, what) {
  if (exitCode === 0) return;
  console.error(`\n${what} failed (exit code ${exitCode}).`);
  process.exit(exitCode);
}

function requireNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `roux needs Node 20.19 or newer, this is Node ${process.versions.node}. Install a newer one and try again.`,
  );
  process.exit(1);
}

function installed() {
  const lock = path.join(root, "package-lock.json");
  const record = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  if (!existsSync(lock) || statSync(record).mtimeMs >= statSync(lock).mtimeMs) return true;
  // Git gives a checkout new times: compare what is asked for with what is there.
  const wanted = JSON.parse(readFileSync(lock, "utf8")).packages;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(wanted).every(
    ([name, entry]) => name === "" || entry.optional || present[name]?.version === entry.version,
  );
}

/** Installs the packages when they are not there, and builds. Ends the process when either fails. */
export function prepare() {
  requireNode();
  if (!installed()) {
    console.log("Installing packages …");
    const npm = process.env.npm_execpath;
    const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    must(
      npm?.endsWith(".js") ? node([npm, ...args]) : run("npm", args),
      "Installing the packages (`npm ci`)",
    );
  }
  must(node([path.join(root, ".project/build.mjs")]), "Building");
}
