/** HTML that is already safe to put into a page. */
export class Html {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source;
  }

  /** The words without the tags, white space collapsed. */
  get text(): string {
    return this.source
      .replace(/<[^>]*>/g, " ")
      .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters[entity]!)
      .replace(/\s+/g, " ")
      .trim();
  }
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const characters: Record<string, string> = Object.fromEntries(
  Object.entries(entities).map(([character, entity]) => [entity, character]),
);

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

/** Template tag: interpolated text is escaped, interpolated `Html` and lists of it are not. The indentation of the
 *  template's own lines is dropped. */
export function html(strings: TemplateStringsArray, ...values: Interpolated[]): Html {
  return new Html(
    strings
      .map((part) => part.replace(/\s*\n\s*/g, "\n"))
      .reduce((source, part, i) => source + toHtml(values[i - 1]) + part)
      .replace(/^\n|\n$/g, ""),
  );
}
