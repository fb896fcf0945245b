import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { plotOptions } from "../plot-options.ts";
import { language } from "../words/speak.ts";
import type { PlotPoint } from "../plot-point.ts";

interface Props {
  points: PlotPoint[];
  /** What the picture shows, for whoever does not see it. */
  summary: string;
  /** Told which place the pointer is at, or null. */
  onPoint: (index: number | null) => void;
}

const HEIGHT = 190;

/** Bars for how many, a line for how long. It is drawn anew when the numbers, the language or the colours change. */
export function Plot({ points, summary, onPoint }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const spoken = language.value;
  useEffect(() => {
    const element = host.current;
    if (element === null) return;
    const data: uPlot.AlignedData = [
      points.map((_, index) => index),
      points.map(({ created }) => created),
      // A scale that grows tenfold has no zero.
      points.map(({ p50 }) => (p50 === null ? null : Math.max(1, p50))),
    ];
    let plot: uPlot | null = null;
    const draw = () => {
      plot?.destroy();
      const size = { width: element.clientWidth, height: HEIGHT };
      plot = new uPlot({ ...plotOptions(element, points, onPoint), ...size }, data, element);
    };
    draw();
    const resized = new ResizeObserver(() => {
      if (plot !== null && plot.width !== element.clientWidth) {
        plot.setSize({ width: element.clientWidth, height: HEIGHT });
      }
    });
    resized.observe(element);
    const theme = matchMedia("(prefers-color-scheme: dark)");
    theme.addEventListener("change", draw);
    return () => {
      resized.disconnect();
      theme.removeEventListener("change", draw);
      plot?.destroy();
    };
  }, [points, spoken]);
  return <div class="plot" role="img" aria-label={summary} ref={host} />;
}
