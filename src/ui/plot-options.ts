import uPlot from "uplot";
import type { PlotPoint } from "./plot-point.ts";
import { durationWords } from "./duration-words.ts";
import { marksBetween } from "./time-scale.ts";

/** How the bars and the line are drawn, in the page's own colours and letters. */
export function plotOptions(
  host: HTMLElement,
  points: readonly PlotPoint[],
  onPoint: (index: number | null) => void,
): Omit<uPlot.Options, "width" | "height"> {
  const colour = (token: string) => colourOf(host, token);
  const [ink, line, accent, bar] = ["--ink-quiet", "--line", "--accent", "--plot-bar"].map(colour);
  const font = `12px ${getComputedStyle(host).fontFamily}`;
  const waits = points.flatMap(({ p50 }) => (p50 === null ? [] : [p50]));
  const marks = marksBetween(Math.min(...waits, 60), Math.max(...waits, 60));
  const most = Math.max(4, ...points.map(({ created }) => created));
  const axis = { stroke: ink ?? "", font, ticks: { show: false }, border: { show: false } };
  return {
    legend: { show: false },
    padding: [8, 4, 0, 4],
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: [-0.6, points.length - 0.4] },
      count: { range: [0, most * 1.15] },
      wait: { distr: 3, range: [marks[0] ?? 1, marks.at(-1) ?? 60] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 56,
        size: 30,
        incrs: [1, 2, 3, 6, 7, 14, 28, 56, 91],
        values: (_, splits) => splits.map((at) => points[at]?.label ?? ""),
      },
      {
        ...axis,
        scale: "count",
        size: 34,
        space: 24,
        grid: { stroke: line ?? "", width: 1 },
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000],
      },
      {
        ...axis,
        scale: "wait",
        side: 1,
        size: 58,
        grid: { show: false },
        splits: () => marks,
        filter: (_, splits) => splits,
        values: (_, splits) => splits.map(durationWords),
      },
    ],
    series: [
      {},
      {
        scale: "count",
        fill: bar ?? "",
        ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.72, 44], radius: 0.12 }) }),
        points: { show: false },
      },
      {
        scale: "wait",
        stroke: accent ?? "",
        width: 2,
        spanGaps: false,
        points: { show: true, size: 6, fill: accent ?? "", stroke: accent ?? "" },
      },
    ],
    hooks: { setCursor: [(plot) => onPoint(plot.cursor.idx ?? null)] },
  };
}

/** What a colour token is just now; only an element can say that of `light-dark()`. */
function colourOf(host: HTMLElement, token: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${token})`;
  host.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
