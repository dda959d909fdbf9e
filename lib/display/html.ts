/** HTML that is already safe to put into a page. */
export class Html {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it may stand in HTML, in content and in attribute values. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

type Interpolated = Html | string | number | bigint | boolean | null | undefined | readonly Interpolated[];

function toHtml(value: Interpolated): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.source;
  if (typeof value === "object") return value.map(toHtml).join("");
  return escapeHtml(String(value));
}

/** Template tag: interpolated text is escaped, interpolated `Html` and lists of it are not. */
export function html(strings: TemplateStringsArray, ...values: Interpolated[]): Html {
  return new Html(strings.reduce((source, part, i) => source + toHtml(values[i - 1]) + part));
}
