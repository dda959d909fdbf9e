/** One piece of HTML as a browser's tokenizer would cut it. */
export type HtmlToken =
  | { kind: "text"; source: string }
  | { kind: "open"; name: string; attributes: [name: string, value: string][]; selfClosing: boolean }
  | { kind: "close"; name: string };

/** Elements whose content is text up to their closing tag, whatever stands in it. */
const rawText = new Set([
  "script",
  "style",
  "xmp",
  "iframe",
  "noembed",
  "noframes",
  "noscript",
  "title",
  "textarea",
  "plaintext",
]);

const tag = /<(\/?)([a-zA-Z][^\s/>]*)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>/y;
const attribute = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>`]+)))?/g;

/** Cuts HTML into text and tags. Comments, doctypes and processing instructions are dropped, tags that are never finished
 *  too; the content of raw-text elements (`<script>`, `<style>`) comes as one text. */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf("<", at);
    if (open < 0) {
      yield { kind: "text", source: html.slice(at) };
      return;
    }
    if (open > at) yield { kind: "text", source: html.slice(at, open) };
    const comment = /^<!--[^]*?(?:-->|$)|^<[!?][^>]*(?:>|$)/.exec(
      html.slice(open, open + 4) === "<!--" ? html.slice(open) : html.slice(open, open + 2000),
    );
    if (comment) {
      at = open + comment[0].length;
      continue;
    }
    tag.lastIndex = open;
    const match = tag.exec(html);
    if (!match) {
      // A lone "<", or a tag that the text ends in: shown as it stands.
      yield { kind: "text", source: "&lt;" };
      at = open + 1;
      continue;
    }
    at = open + match[0].length;
    const name = match[2]!.toLowerCase();
    if (match[1]) {
      yield { kind: "close", name };
      continue;
    }
    const attributes = Array.from(
      match[3]!.matchAll(attribute),
      ([, key, double, single, bare]): [string, string] => [
        key!.toLowerCase(),
        decodeEntities(double ?? single ?? bare ?? ""),
      ],
    );
    yield { kind: "open", name, attributes, selfClosing: match[4] === "/" };
    if (!rawText.has(name)) continue;
    const rest = html.slice(at);
    const end = rest.search(new RegExp(`</${name}(?=[\\s/>])`, "i"));
    const content = end < 0 ? rest : rest.slice(0, end);
    if (content) yield { kind: "text", source: content };
    at += content.length;
  }
}

const named: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
  colon: ":",
  tab: "\t",
  newline: "\n",
};

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));?/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name) return named[name.toLowerCase()] ?? whole;
      const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
        ? String.fromCodePoint(code)
        : "\ufffd";
    },
  );
}
