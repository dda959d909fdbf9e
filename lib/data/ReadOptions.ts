export const readFormats = ["csv", "parquet", "json", "ndjson"] as const;

/** How to read a file. */
export interface ReadOptions {
  /** Default: by the file's name (`.csv .tsv .txt .parquet .json .jsonl .ndjson`, each also with `.gz`), else its content. */
  format?: (typeof readFormats)[number];
  /** Separates the fields of a CSV. Default: the one of `, ; tab |` that divides the first line most. */
  delimiter?: string;
  /** Whether the first line of a CSV names the columns. Default: unless all of it is numbers. */
  header?: boolean;
  /** Words in a CSV that mean that there is no value. Default: "", NA, N/A, null, NULL. */
  missing?: readonly string[];
  /** A column that names the rows. Default: they are numbered from 0. */
  id?: string;
}
