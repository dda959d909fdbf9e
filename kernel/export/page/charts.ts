// Runs in the exported page: draws the charts whose specifications lie in it. Bundled with Vega by the build.
import embed, { vega } from "vega-embed";
import type { VisualizationSpec } from "vega-embed";

interface Chart {
  mode: "vega" | "vega-lite";
  spec: VisualizationSpec & { width?: unknown };
}

/** Nothing is loaded from anywhere: data stands in the specification, pictures are data: addresses. */
const loader = vega.loader();
loader.load = (address) => Promise.reject(new Error(`this page is offline: ${address} is not in it`));
const { sanitize } = loader;
loader.sanitize = async (address, options) => {
  if (options.context === "image" && !address.startsWith("data:image/"))
    throw new Error("a picture from elsewhere");
  return sanitize.call(loader, address, options);
};

async function draw(figure: HTMLElement): Promise<void> {
  const data = document.querySelector(`#roux-chart-${figure.dataset.chart}`);
  const { mode, spec } = JSON.parse(data?.textContent ?? "null") as Chart;
  const place = document.createElement("div");
  place.className = "drawing";
  figure.append(place);
  const show = (spec: VisualizationSpec) =>
    embed(place, spec, {
      mode,
      ast: true,
      actions: false,
      renderer: "svg",
      defaultStyle: false,
      loader,
      tooltip: { disableDefaultStyle: true },
    });
  try {
    let result = await show(spec);
    // A single plot that is too wide for the screen is drawn narrower, so that its words keep their size.
    const drawn = place.querySelector("svg")?.getBoundingClientRect().width ?? 0;
    const room = figure.clientWidth;
    if (typeof spec.width === "number" && room > 0 && drawn > room) {
      result.finalize();
      result = await show({
        ...spec,
        width: Math.max(120, spec.width - (drawn - room) - 2),
      });
    }
    figure.classList.add("live");
    place.querySelector("svg")?.setAttribute("aria-hidden", "true");
  } catch (error) {
    // The still picture stays; why is told to who looks for it.
    place.remove();
    figure.dataset.failed = (error as Error).message;
  }
}

async function drawAll(): Promise<void> {
  for (const figure of document.querySelectorAll<HTMLElement>("[data-chart]")) await draw(figure);
  document.documentElement.dataset.charts = "drawn";
}

void drawAll();
