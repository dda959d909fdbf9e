export { cellTitle } from "./cellTitle.ts";
export { formatNotebook } from "./formatNotebook.ts";
export { formatPercent } from "./formatPercent.ts";
export { rouxMetadata, tagsOf } from "./nbformat.ts";
export type {
  Cell,
  CodeCell,
  DisplayOutput,
  ErrorOutput,
  MarkdownCell,
  Metadata,
  MimeBundle,
  Notebook,
  Output,
  RawCell,
  ResultOutput,
  StreamOutput,
} from "./nbformat.ts";
export { NotebookError } from "./NotebookError.ts";
export { parseNotebook } from "./parseNotebook.ts";
export { parsePercent } from "./parsePercent.ts";
export { readNotebook } from "./readNotebook.ts";
export { checkWritable, writeWhole } from "./writeWhole.ts";
