import { readFileSync } from "node:fs";
import path from "node:path";

import type { MimeBundle } from "../notebook/index.ts";
import type { ImageResolver } from "./sanitizeHtml.ts";

const types: Record<string, string> = {
  ".avif": "image/avif",
  ".gif": "image/gif",
  ".jpeg": "image/jpeg",
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".webp": "image/webp",
};

/** Pictures that text cells name: files in the notebook's folder (or below) and attachments of cells become part of the
 *  page. Other files are not taken: a notebook from a stranger must not pack up its reader's pictures. */
export function localImages(
  folder: string | undefined,
  attachments: readonly Record<string, MimeBundle>[],
): ImageResolver {
  return (address) => {
    if (address.startsWith("attachment:")) {
      const name = decode(address.slice("attachment:".length));
      const bundle = attachments.findLast((attached) => Object.hasOwn(attached, name))?.[name];
      const [type, content] = Object.entries(bundle ?? {}).find(([type]) => type.startsWith("image/")) ?? [];
      return typeof content === "string" ? `data:${type};base64,${content.replaceAll(/\s/g, "")}` : undefined;
    }
    const file = decode(address.replace(/[?#].*$/, ""));
    const type = types[path.extname(file).toLowerCase()];
    if (folder === undefined || !type || /^[a-z][a-z0-9+.-]*:/i.test(file) || path.isAbsolute(file))
      return undefined;
    const relative = path.normalize(file);
    if (relative.startsWith("..")) return undefined;
    try {
      return `data:${type};base64,${readFileSync(path.join(folder, relative)).toString("base64")}`;
    } catch {
      return undefined;
    }
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
