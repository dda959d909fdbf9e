import { OptionError } from "../errors/index.ts";

/** @throws {OptionError} unless `bins` is absent or an integer from 1 to 1,000 */
export function checkBins(where: string, bins: number | undefined): void {
  if (bins === undefined) return;
  if (Number.isInteger(bins) && bins > 0 && bins <= 1000) return;
  throw new OptionError({ where, expected: "bins to be an integer from 1 to 1,000", received: String(bins) });
}
