// Runs in the exported page: theme, code folding, the contents' current place, heights of frames. Without it the page
// still reads.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function isDark(): boolean {
  return root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
}

/** Frames are documents of their own: they are told the theme and asked how tall they are. */
function settleFrame(frame: HTMLIFrameElement): void {
  const inner = frame.contentDocument;
  if (!inner?.body) return;
  inner.documentElement.style.colorScheme = isDark() ? "dark" : "light";
  frame.style.colorScheme = isDark() ? "dark" : "light";
  inner.body.style.color = getComputedStyle(document.body).color;
  frame.style.height = `${Math.ceil(inner.documentElement.getBoundingClientRect().height) + 1}px`;
}

for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe.frame")) {
  const watch = () => {
    settleFrame(frame);
    const inner = frame.contentDocument;
    if (inner?.documentElement) new ResizeObserver(() => settleFrame(frame)).observe(inner.documentElement);
  };
  frame.addEventListener("load", watch);
  if (frame.contentDocument?.readyState === "complete") watch();
}

function settleAllFrames(): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe.frame")) settleFrame(frame);
}

const theme = document.querySelector<HTMLElement>("#roux-theme");
if (theme) {
  theme.hidden = false;
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    settleAllFrames();
  });
  dark.addEventListener("change", settleAllFrames);
}

const code = document.querySelector<HTMLElement>("#roux-code");
if (code) {
  code.hidden = false;
  code.addEventListener("click", () => {
    const show = code.getAttribute("aria-pressed") !== "true";
    code.setAttribute("aria-pressed", String(show));
    code.textContent = show ? "Hide code" : "Show code";
    for (const source of document.querySelectorAll<HTMLDetailsElement>("details.source")) source.open = show;
  });
}

const contents = document.querySelector<HTMLDetailsElement>("#roux-contents");
if (contents) {
  const narrow = matchMedia("(max-width: 70rem)");
  const fold = () => {
    contents.open = !narrow.matches;
  };
  fold();
  narrow.addEventListener("change", fold);
  const links = Array.from(contents.querySelectorAll("a"));
  const places = links.flatMap(
    (link) => document.querySelector(`[id="${CSS.escape(decodeURIComponent(link.hash.slice(1)))}"]`) ?? [],
  );
  const mark = () => {
    const at = places.findLastIndex((place) => place.getBoundingClientRect().top < innerHeight * 0.3);
    links.forEach((link, i) => {
      if (i === Math.max(0, at)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  };
  mark();
  addEventListener("scroll", mark, { passive: true });
  contents.addEventListener("click", (event) => {
    if (narrow.matches && event.target instanceof HTMLAnchorElement) contents.open = false;
  });
}
