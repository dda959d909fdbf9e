/** What JupyterLab's sanitiser lets through (packages/apputils/src/sanitizer.ts), as far as the library uses it: an
 *  output of an untrusted notebook loses every other tag, and every other style. */
const tags =
  "b br caption code details div em h1 h2 h3 img p pre progress section span summary table tbody td th thead tr".split(
    " ",
  );
const attributes = "style title max value src alt width align open".split(" ");
const color = /^(#[0-9a-f]{6}|transparent|rgba\(\d{1,3},\d{1,3},\d{1,3},(0\.\d+|1)\))$/;
const length = /^(0|\d+(\.\d+)?(px|em|%))$/;
const each = (pattern: RegExp) => (value: string) => value.split(" ").every((part) => pattern.test(part));
const styles: Record<string, (value: string) => boolean> = {
  "background-color": (value) => color.test(value),
  background: (value) => color.test(value),
  border: (value) => value === "none" || each(/^(\d+px|solid|#[0-9a-f]{6}|rgba\(.*\))$/)(value),
  "border-bottom": each(/^(\d+px|solid|#[0-9a-f]{6}|rgba\(127,127,127,0\.\d+\))$/),
  "border-collapse": (value) => value === "collapse",
  "border-left": each(/^(\d+px|solid|#[0-9a-f]{6})$/),
  "border-radius": (value) => length.test(value),
  color: (value) => color.test(value),
  cursor: (value) => value === "pointer",
  display: (value) => value === "inline-block",
  // Not let through, and not missed: digits then have their own widths.
  "font-variant-numeric": (value) => value === "tabular-nums",
  "font-weight": (value) => /^[1-9]00$/.test(value),
  "line-height": (value) => /^\d(\.\d+)?$/.test(value),
  margin: each(length),
  "max-width": (value) => length.test(value),
  opacity: (value) => /^0\.\d$/.test(value),
  padding: each(length),
  "text-align": (value) => /^(left|right|center)$/.test(value),
  "vertical-align": (value) => /^(top|middle)$/.test(value),
  "white-space": (value) => /^(nowrap|pre-wrap)$/.test(value),
  width: (value) => length.test(value),
};

/** Everything in `source` that an untrusted notebook would lose. */
export function lostWhenSanitised(source: string): string[] {
  const lost: string[] = [];
  for (const [, tag, rest] of source.matchAll(/<([a-z][a-z0-9]*)([^>]*)>/g)) {
    if (!tags.includes(tag!)) lost.push(`<${tag}>`);
    for (const [, name, value] of rest!.matchAll(/([a-z-]+)="([^"]*)"/g)) {
      if (!attributes.includes(name!)) lost.push(`<${tag} ${name}>`);
      if (name !== "style") continue;
      for (const declaration of value!.split(";").filter(Boolean)) {
        const [property, setting] = [
          declaration.slice(0, declaration.indexOf(":")),
          declaration.slice(declaration.indexOf(":") + 1),
        ];
        if (!styles[property]?.(setting)) lost.push(declaration);
      }
    }
  }
  return lost;
}
