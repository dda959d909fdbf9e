/** The notebook document, nbformat 4.5, as it is held in memory: multi-line strings joined, every cell with an id.
 *  https://nbformat.readthedocs.io/en/latest/format_description.html */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Metadata {
  [key: string]: unknown;
}

/** Media type → content: text, base64 of bytes, or JSON. */
export type MimeBundle = Record<string, unknown>;

export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

export interface DisplayOutput {
  output_type: "display_data";
  data: MimeBundle;
  metadata: Metadata;
}

export interface ResultOutput {
  output_type: "execute_result";
  data: MimeBundle;
  metadata: Metadata;
  execution_count: number | null;
}

export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

interface CellBase {
  id: string;
  metadata: Metadata;
  source: string;
}

export interface CodeCell extends CellBase {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

export interface MarkdownCell extends CellBase {
  cell_type: "markdown";
  attachments?: Record<string, MimeBundle>;
}

export interface RawCell extends CellBase {
  cell_type: "raw";
  attachments?: Record<string, MimeBundle>;
}

export type Cell = CodeCell | MarkdownCell | RawCell;

export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Metadata;
  cells: Cell[];
}

/** Which kernel and language a notebook of ours names in its metadata. */
export function rouxMetadata(): Metadata {
  return {
    kernelspec: { display_name: "TypeScript (roux)", language: "typescript", name: "roux" },
    language_info: {
      file_extension: ".ts",
      mimetype: "text/typescript",
      name: "typescript",
      pygments_lexer: "typescript",
    },
  };
}

/** The cell's tags, `[]` when it has none. */
export function tagsOf(cell: Cell): readonly string[] {
  const { tags } = cell.metadata;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}
