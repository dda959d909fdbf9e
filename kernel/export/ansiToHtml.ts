import { escapeHtml } from "./escape.ts";

interface Style {
  foreground?: string;
  background?: string;
  bold?: boolean;
  dim?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  inverse?: boolean;
}

/** Text with terminal colours as HTML: the 16 named colours become classes (`ansi-red`), so that the page's theme sets
 *  them; the 256 and the true colours become inline styles. Other control sequences are dropped, and a carriage return
 *  overwrites its line as a terminal does. ECMA-48, section 8.3.117 (SGR). */
export function ansiToHtml(text: string): string {
  const style: Style = {};
  let html = "";
  let at = 0;
  const settled = text.replace(/\r\n/g, "\n").replace(/[^\n]*\r(?=[^\n])/g, "");
  const plain = (end: number) => {
    if (end > at) html += span(settled.slice(at, end), style);
  };
  for (const match of settled.matchAll(sequence)) {
    plain(match.index);
    at = match.index + match[0].length;
    if (match[2] === "m") apply(style, match[1]!);
  }
  plain(settled.length);
  return html;
}

/** A control sequence (its parameters and final byte are kept), an operating-system command, or a two-byte escape. */
const sequence =
  // oxlint-disable-next-line no-control-regex -- escape sequences start with a control character
  /\u001b(?:\[([0-9;:]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])/g;

const names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

function apply(style: Style, parameters: string): void {
  const codes = parameters.split(/[;:]/).map(Number);
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i]!;
    if (code === 0) for (const key of Object.keys(style)) delete style[key as keyof Style];
    else if (code === 1) style.bold = true;
    else if (code === 2) style.dim = true;
    else if (code === 3) style.italic = true;
    else if (code === 4) style.underline = true;
    else if (code === 7) style.inverse = true;
    else if (code === 9) style.strike = true;
    else if (code === 22) {
      delete style.bold;
      delete style.dim;
    } else if (code === 23) delete style.italic;
    else if (code === 24) delete style.underline;
    else if (code === 27) delete style.inverse;
    else if (code === 29) delete style.strike;
    else if (code >= 30 && code <= 37) style.foreground = names[code - 30]!;
    else if (code >= 90 && code <= 97) style.foreground = `bright-${names[code - 90]}`;
    else if (code === 39) delete style.foreground;
    else if (code >= 40 && code <= 47) style.background = names[code - 40]!;
    else if (code >= 100 && code <= 107) style.background = `bright-${names[code - 100]}`;
    else if (code === 49) delete style.background;
    else if (code === 38 || code === 48) {
      const mode = codes[i + 1];
      const color =
        mode === 5 ? indexed(codes[i + 2] ?? 0) : mode === 2 ? rgb(codes.slice(i + 2, i + 5)) : undefined;
      i += mode === 5 ? 2 : mode === 2 ? 4 : 0;
      if (color) style[code === 38 ? "foreground" : "background"] = color;
    }
  }
}

/** The xterm palette: 16 names, a cube of 216 colours, 24 greys. */
function indexed(index: number): string {
  if (index < 8) return names[index]!;
  if (index < 16) return `bright-${names[index - 8]}`;
  if (index >= 232) return rgb([index, index, index].map((grey) => 8 + (grey - 232) * 10));
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - 16;
  return rgb([level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]);
}

function rgb(channels: number[]): string {
  return `rgb(${[0, 1, 2].map((i) => Math.min(255, Math.max(0, Math.round(channels[i] ?? 0)))).join(",")})`;
}

function span(text: string, style: Style): string {
  const foreground = style.inverse ? style.background : style.foreground;
  const background = style.inverse ? style.foreground : style.background;
  const classes: string[] = [];
  const styles: string[] = [];
  for (const [color, kind, property] of [
    [foreground, "ansi", "color"],
    [background, "ansi-bg", "background-color"],
  ] as const) {
    if (color?.startsWith("rgb(")) styles.push(`${property}:${color}`);
    else if (color) classes.push(`${kind}-${color}`);
  }
  if (style.inverse && !style.background && !style.foreground) classes.push("ansi-inverse");
  for (const flag of ["bold", "dim", "italic", "underline", "strike"] as const) {
    if (style[flag]) classes.push(`ansi-${flag}`);
  }
  const content = escapeHtml(text);
  if (classes.length === 0 && styles.length === 0) return content;
  const attributes = `${classes.length > 0 ? ` class="${classes.join(" ")}"` : ""}${styles.length > 0 ? ` style="${styles.join(";")}"` : ""}`;
  return `<span${attributes}>${content}</span>`;
}
