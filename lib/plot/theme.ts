/** Words and lines: a grey in the middle, with a contrast of 4.3:1 on white and 4.4:1 on JupyterLab's dark #111. */
export const ink = "#7a7a7a";

/** Colours of series, in order; each has a contrast of at least 3:1 on white and on #111, so one plot serves both themes. */
export const seriesColors: readonly string[] = [
  "#3b82c4",
  "#d9721c",
  "#2f9e5b",
  "#d64550",
  "#8b6fd1",
  "#a0703c",
  "#d45fa5",
  "#1f9aa8",
  "#a08c1f",
  "#7f8790",
];

/** A scale for numbers that colour single points: cold to warm at about equal lightness, so that no end vanishes into a
 *  white or a black page. */
export const shadeColors: readonly string[] = ["#3b82c4", "#8b6fd1", "#d64550", "#d9721c"];

/** What marks something wrong: NaN, mistakes. */
export const alarmColor = "#d64550";

/** Configuration of every plot: transparent, so that the page's own background shows. */
export const theme: Readonly<Record<string, unknown>> = {
  background: "transparent",
  font: "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
  title: {
    color: ink,
    subtitleColor: ink,
    fontSize: 14,
    subtitleFontSize: 11,
    subtitlePadding: 4,
    anchor: "start",
    frame: "group",
    offset: 10,
  },
  axis: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    titlePadding: 8,
    domainColor: "rgba(127,127,127,0.6)",
    tickColor: "rgba(127,127,127,0.6)",
    gridColor: "rgba(127,127,127,0.2)",
    labelLimit: 260,
  },
  legend: {
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: "normal",
    labelLimit: 220,
  },
  view: { stroke: null },
  range: { category: seriesColors },
  bar: { color: seriesColors[0] },
  line: { color: seriesColors[0], strokeWidth: 2 },
  point: { color: seriesColors[0], filled: true },
  text: { color: ink },
};
