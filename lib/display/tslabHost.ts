import type { NotebookHost } from "./host.ts";
import { interruptSection } from "./interruptSection.ts";
import type { MimeBundle } from "./mime.ts";

interface TslabDisplay {
  raw(contentType: string, content: string): void;
}

/** What tslab 1.0 exports to notebooks (its `dist/public.d.ts`). */
export interface Tslab {
  display: TslabDisplay;
  newDisplay(): TslabDisplay;
}

/** Best first. tslab sends one media type a display, so the one that shows in every front end is taken: a plot as its
 *  picture, which GitHub and untrusted notebooks show too. */
const preferred = ["text/html", "image/png", "image/jpeg", "text/markdown", "text/plain"];

/** tslab runs cells with `globalThis.__tslab__ = { exports, require }`, and only that `require("tslab")` gives the
 *  instance that is connected to the notebook. */
export function findTslab(scope: object = globalThis): Tslab | undefined {
  const { __tslab__: cell } = scope as { __tslab__?: { require?: (id: string) => Tslab } };
  return typeof cell?.require === "function" ? cell.require("tslab") : undefined;
}

/** tslab as a notebook host: displays go through its own calls. */
export function tslabHost(tslab: Tslab): NotebookHost {
  const live = new Map<string, TslabDisplay>();
  return {
    name: "tslab",
    display(bundle: MimeBundle, { displayId, update = false } = {}) {
      let target = tslab.display;
      if (displayId !== undefined) {
        // tslab chooses the ids; its display objects overwrite what they showed before.
        const shown = update ? live.get(displayId) : undefined;
        target = shown ?? tslab.newDisplay();
        live.set(displayId, target);
      }
      const type = preferred.find((candidate) => typeof bundle[candidate] === "string");
      if (type) target.raw(type, bundle[type] as string);
    },
    cooperate: interruptSection,
  };
}
