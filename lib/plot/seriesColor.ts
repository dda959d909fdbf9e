/** The colour channel of marks that belong to named series, in the order given. */
export function seriesColor(names: Iterable<string>): Record<string, unknown> {
  return { field: "series", type: "nominal", title: null, sort: null, scale: { domain: [...names] } };
}
