import { formatNumber } from "./formatNumber.ts";

/** A duration for reading: `0.8 ms`, `12 ms`, `3.4 s`, `2 min 05 s`, `1 h 03 min`. */
export function formatDuration(milliseconds: number): string {
  if (!(milliseconds >= 0) || milliseconds === Infinity) return "?";
  if (milliseconds < 9.95) return `${formatNumber(milliseconds, { decimals: 1 })} ms`;
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${formatNumber(milliseconds / 1000, { decimals: 1 })} s`;
  const seconds = Math.round(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${two(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${formatNumber(Math.floor(minutes / 60))} h ${two(minutes % 60)} min`;
}
