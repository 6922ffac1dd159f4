/** The history chart, drawn by uPlot; loaded when the first one is opened. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Columns } from "./series";

export interface Wishes {
  width: number;
  from_s: number;
  to_s: number;
  value(value: number): string;
  time(at: Date, span_s: number): string;
}

const HEIGHT = 164;

/** Draw a line within the band of its lowest and highest values; gaps stay gaps. */
export function drawChart(into: HTMLElement, data: Columns, wishes: Wishes): uPlot {
  const css = getComputedStyle(document.documentElement);
  const colour = (token: string) => css.getPropertyValue(token).trim();
  const accent = colour("--accent");
  const axis: uPlot.Axis = {
    stroke: colour("--text-3"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font: "11px Inter",
  };
  const span_s = wishes.to_s - wishes.from_s;
  const edge: uPlot.Series = { points: { show: false }, width: 0 };
  return new uPlot(
    {
      width: wishes.width,
      height: HEIGHT,
      padding: [8, 6, 0, 0],
      legend: { show: false },
      cursor: { y: false, points: { size: 6 } },
      scales: {
        x: { range: [wishes.from_s, wishes.to_s] },
        y: { range: (_, low, high) => roomAround(low, high) },
      },
      axes: [
        { ...axis, size: 26, space: 64, values: (_, at) => at.map((s) => wishes.time(new Date(s * 1000), span_s)) },
        { ...axis, size: (_, values) => 12 + 6.6 * Math.max(0, ...(values ?? []).map((v) => v.length)), values: (_, at) => at.map(wishes.value) },
      ],
      series: [
        {},
        { stroke: accent, width: 1.7, spanGaps: false, points: { show: fewPoints(data), size: 4, fill: accent } },
        edge,
        edge,
      ],
      bands: [{ series: [3, 2], fill: `${accent}30` }],
    },
    data,
    into,
  );
}

/** A flat line needs air above and below, and nothing else needs negative air. */
function roomAround(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = (high - low || Math.abs(high) || 1) * 0.12;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

const fewPoints = ([t]: Columns): boolean => t.length < 30;
