import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { cacheFolder } from "./cacheFolder.ts";
import type { EngineInfo } from "./EngineInfo.ts";
import { listEngines } from "./install/listEngines.ts";
import type { InstalledEngine } from "./install/installedEngines.ts";

/** The oldest Node that roux runs on. */
const nodeFloor = [20, 19] as const;

/** The state of the engine on this computer. */
export interface EngineDiagnosis {
  node: { version: string; supported: boolean; platform: string };
  /** What computes, or the message of what hinders it. */
  engine: EngineInfo | { error: string };
  /** Names of the graphics cards that NVIDIA's driver sees. */
  gpus: string[];
  cache: { folder: string; bytes: number };
  installed: InstalledEngine[];
  /** What to type to mend or quicken things, in this order. */
  advice: string[];
}

/** Looks at everything the engine depends on. Starts the engine, changes nothing. */
export async function doctor(): Promise<EngineDiagnosis> {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const supported = major > nodeFloor[0] || (major === nodeFloor[0] && minor >= nodeFloor[1]);
  const engine = await diagnoseEngine();
  const gpus = findGpus();
  const advice = [
    ...(supported ? [] : [`Install Node ${nodeFloor.join(".")} or newer: this is ${process.versions.node}.`]),
    ...("error" in engine ? [engine.error] : engine.advice ? [engine.advice] : []),
  ];
  return {
    node: { version: process.versions.node, supported, platform: `${process.platform}-${process.arch}` },
    engine,
    gpus,
    cache: { folder: cacheFolder(), bytes: folderBytes(cacheFolder()) },
    installed: [...listEngines()],
    advice,
  };
}

/** The engine is chosen when its module is loaded, and a wrong setting throws there. */
async function diagnoseEngine(): Promise<EngineInfo | { error: string }> {
  try {
    const { engine } = await import("./engine.ts");
    return await engine.ready();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function findGpus(): string[] {
  const { status, stdout } = spawnSync("nvidia-smi", ["--query-gpu=name", "--format=csv,noheader"], {
    encoding: "utf8",
    timeout: 5_000,
  });
  return status === 0 ? stdout.split("\n").filter((line) => line.trim() !== "") : [];
}

function folderBytes(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce(
      (sum, entry) =>
        sum + (statSync(path.join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0),
      0,
    );
}
