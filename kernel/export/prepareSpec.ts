type Fields = Record<string, unknown>;

/** Which library draws a media type, and how its name reads. */
export function chartMode(type: string): "vega" | "vega-lite" | undefined {
  if (/^application\/vnd\.vegalite\.v\d+\+json$/.test(type)) return "vega-lite";
  return /^application\/vnd\.vega\.v\d+\+json$/.test(type) ? "vega" : undefined;
}

const schemas = {
  vega: "https://vega.github.io/schema/vega/v6.json",
  "vega-lite": "https://vega.github.io/schema/vega-lite/v6.json",
};

/** The specification as the page draws it: for the versions in the page, without embedding options of its own (they could
 *  load or run something), and in the page's ink. `currentColor` follows the page from light to dark by itself; a plot
 *  that asks for a background of its own keeps it and its colours. The given specification stays as it is. */
export function prepareSpec(spec: Fields, mode: "vega" | "vega-lite"): Fields {
  const { usermeta: _, $schema: __, ...rest } = spec;
  const config = isFields(spec.config) ? spec.config : {};
  const background = spec.background ?? config.background;
  const ownBackground =
    typeof background === "string" && !/^(transparent|none|rgba\(0,\s*0,\s*0,\s*0\))$/.test(background);
  const prepared: Fields = { $schema: schemas[mode], ...rest };
  if (ownBackground) return prepared;
  if (mode === "vega-lite") prepared.background = "transparent";
  return { ...prepared, config: merge(merge(defaults[mode], config), ink) };
}

/** Where the chart's data lies when it is not in the specification: a page that asks nothing of any network can't draw it. */
export function dataElsewhere(spec: unknown): string | undefined {
  if (Array.isArray(spec)) return firstDefined(spec, dataElsewhere);
  if (!isFields(spec)) return undefined;
  for (const [key, value] of Object.entries(spec)) {
    if (key === "values" || key === "datasets") continue;
    for (const source of key === "data" ? [value].flat() : []) {
      if (isFields(source) && typeof source.url === "string" && !source.url.startsWith("data:"))
        return source.url;
    }
    const found = dataElsewhere(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function firstDefined<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** True when the chart brings its own paper: the page then puts it on a card. */
export function hasOwnBackground(prepared: Fields): boolean {
  const config = isFields(prepared.config) ? prepared.config : {};
  const background = prepared.background ?? config.background;
  return typeof background === "string" && background !== "transparent" && background !== "none";
}

const faint = "rgba(127,127,127,0.35)";
const defaults: Record<"vega" | "vega-lite", Fields> = {
  vega: { background: "transparent" },
  "vega-lite": {
    background: "transparent",
    view: { stroke: null },
    axis: { domainColor: faint, tickColor: faint, gridColor: "rgba(127,127,127,0.2)" },
    rule: { color: "currentColor" },
    tick: { color: "currentColor" },
  },
};

const words = { labelColor: "currentColor", titleColor: "currentColor", labelOpacity: 0.8 };
const ink: Fields = {
  background: "transparent",
  title: { color: "currentColor", subtitleColor: "currentColor" },
  axis: words,
  legend: words,
  header: { labelColor: "currentColor", titleColor: "currentColor" },
  text: { color: "currentColor" },
};

/** Deep merge of plain objects; `over` wins. */
function merge(under: Fields, over: Fields): Fields {
  const merged: Fields = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isFields(below) && isFields(value) ? merge(below, value) : value;
  }
  return merged;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
