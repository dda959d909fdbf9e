/** Media type → content, as Jupyter's messages carry it. */
export type MimeBundle = Record<string, unknown>;
