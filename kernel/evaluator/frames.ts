import type { EvaluatorReport } from "./messages.ts";

const kinds = { report: 0, stdout: 1, stderr: 2 } as const;
const headerBytes = 5;

/** Frame: length of the payload (uint32, little endian), kind (byte), payload in UTF-8. Printed text goes as it is,
 *  everything else as JSON. */
export function encodeReport(report: EvaluatorReport): Buffer {
  const isStream = report.kind === "stream";
  const text = isStream ? report.text : JSON.stringify(report);
  const bytes = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(headerBytes + bytes);
  frame.writeUInt32LE(bytes, 0);
  frame[4] = isStream ? kinds[report.name] : kinds.report;
  frame.write(text, headerBytes);
  return frame;
}

/** Puts frames together from the chunks in which they arrive. */
export class ReportDecoder {
  #chunks: Buffer[] = [];
  #bytes = 0;

  push(chunk: Buffer): EvaluatorReport[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const reports: EvaluatorReport[] = [];
    while (this.#bytes >= headerBytes) {
      const length = this.#head(headerBytes).readUInt32LE(0);
      if (this.#bytes < headerBytes + length) break;
      const frame = this.#head(headerBytes + length);
      const text = frame.toString("utf8", headerBytes, headerBytes + length);
      const kind = frame[4];
      reports.push(
        kind === kinds.report
          ? (JSON.parse(text) as EvaluatorReport)
          : { kind: "stream", name: kind === kinds.stdout ? "stdout" : "stderr", text },
      );
      this.#drop(headerBytes + length);
    }
    return reports;
  }

  /** A buffer that starts with the next `bytes` bytes. Joins chunks only when a frame spans them. */
  #head(bytes: number): Buffer {
    if (this.#chunks[0]!.length < bytes) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!;
  }

  #drop(bytes: number): void {
    this.#bytes -= bytes;
    const rest = this.#chunks[0]!.subarray(bytes);
    if (rest.length > 0) this.#chunks[0] = rest;
    else this.#chunks.shift();
  }
}
