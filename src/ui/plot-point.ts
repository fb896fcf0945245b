/** One place on the horizontal axis. */
export interface PlotPoint {
  key: string;
  /** What it is called in full, and on the axis. */
  name: string;
  label: string;
  created: number;
  claimed?: number;
  p50: number | null;
}
