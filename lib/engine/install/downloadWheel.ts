import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { EngineError } from "../../errors/index.ts";
import type { OnProgress } from "./InstallProgress.ts";
import type { Python } from "./python.ts";
import { isWheel, pythonVersion } from "./wheels.ts";
import type { Wheel } from "./wheels.ts";

/** Milliseconds between two looks at how much has come. */
const interval = 250;

/** Fetches the wheel with the user's own pip, and so with their proxies, indexes, certificates and find-links.
 *  @param staging  folder of this installation; pip's temporary files stay inside
 *  @returns the wheel's path in `staging`; it is there only once it is whole
 *  @throws {EngineError} with pip's last words when it fails */
export async function downloadWheel(
  python: Python,
  wheel: Wheel,
  version: string,
  staging: string,
  { onProgress, signal }: { onProgress: OnProgress; signal?: AbortSignal | undefined },
): Promise<string> {
  const folder = path.join(staging, "download");
  await mkdir(folder, { recursive: true });
  const totalBytes = wheel.wheelBytes;
  const watch = setInterval(() => {
    void bytesBelow(folder).then((doneBytes) => onProgress({ step: "download", doneBytes, totalBytes }));
  }, interval);
  try {
    await pip(python, wheel, version, folder, signal);
  } finally {
    clearInterval(watch);
  }
  const file = (await readdir(folder)).find((name) => isWheel(name, wheel, version));
  if (!file) {
    throw new EngineError({
      where: "roux engine install",
      expected: `pip to fetch a wheel of ${wheel.package} ${version}`,
      received: (await readdir(folder)).join(", ") || "nothing",
    });
  }
  const whole = path.join(staging, file);
  await rename(path.join(folder, file), whole);
  await rm(folder, { recursive: true, force: true });
  return whole;
}

async function pip(
  python: Python,
  wheel: Wheel,
  version: string,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const process_ = spawn(
    python.command,
    `-m pip download --no-deps --no-input --no-cache-dir --disable-pip-version-check --only-binary=:all:`
      .split(" ")
      .concat("--python-version", pythonVersion, "--implementation", "cp")
      .concat(wheel.tags.flatMap((tag) => ["--platform", tag]))
      .concat("--dest", folder, `${wheel.package}==${version}`),
    {
      // pip's own temporary files: so they lie on the disk that was checked, and go with the staging folder.
      env: { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder },
      stdio: ["ignore", "ignore", "pipe"],
      ...(signal ? { signal } : {}),
    },
  );
  let said = "";
  process_.stderr.setEncoding("utf8").on("data", (text: string) => (said = (said + text).slice(-4000)));
  const code = await new Promise<number | null>((resolve, reject) => {
    process_.on("error", reject);
    process_.on("close", resolve);
  });
  if (code === 0) return;
  const errors = said.split("\n").filter((line) => line.startsWith("ERROR"));
  throw new EngineError({
    where: "roux engine install",
    expected: `pip to fetch ${wheel.package}==${version}`,
    received: `"${(errors.length > 0 ? errors.join(" ") : said.trim().split("\n").at(-1)) || `exit code ${code}`}"`,
    hint: `Try \`${python.command} -m pip download --no-deps ${wheel.package}==${version}\` yourself, or give a folder that holds the wheel. Until then the wasm engine serves.`,
  });
}

/** Bytes of all files below a folder, those that vanish meanwhile left out. */
async function bytesBelow(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0;
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const sizes = await Promise.all(
      entries.map(async (entry) =>
        entry.isFile() ? (await stat(path.join(entry.parentPath, entry.name))).size : 0,
      ),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    // A file was moved between listing and asking: the next look tells.
    return 0;
  }
}
