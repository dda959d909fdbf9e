import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const candidates = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

function executable(): string | undefined {
  return candidates.find((file) => file !== undefined && existsSync(file));
}

/** Why no browser test can run here, or `undefined` when one can. In CI a missing browser is an error, not a reason to skip. */
export function browserMissing(): string | undefined {
  if (executable() !== undefined) return undefined;
  const reason = "no Chromium found; install it, or name it in the variable CHROMIUM";
  if (process.env["CI"]) throw new Error(reason);
  return reason;
}

/** A headless browser that asks nothing of any network. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: executable()!,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
