/** One panel of lines with an axis of its own, drawn by uPlot; loaded with the first chart. */

import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Period } from "./period";
import { alone, middle_s, type Column, type Line } from "./series";

export interface Look {
  text: string;
  grid: string;
}

export interface Stroke {
  line: Line;
  colour: string;
  dash: number[];
  faint: boolean; //: what is compared with
}

export interface Panel {
  width: number;
  height: number;
  left: number; //: room for the labels of the axis, the same in all panels
  right: number;
  period: Period;
  ticks: { at_s: number; label: string }[];
  dated: boolean; //: its time axis is labelled
  look: Look;
  strokes: Stroke[];
  unit: string;
  value: (value: number) => string;
}

export const AXIS_PX = 24; //: of the labelled time axis
const GAPS_STAY = 2; //: when lines with other times are laid beside one (uPlot.join, NULL_EXPAND)
const FEW = 40; //: points that are drawn as dots as well

/** Draw lines, each within the band of its lowest and highest values; gaps stay gaps. */
export function drawPanel(into: HTMLElement, panel: Panel): uPlot {
  const { look, period, ticks } = panel;
  const axis = { stroke: look.text, ticks: { show: false }, font: "11px Inter" };
  const grid = { stroke: look.grid, width: 1 };
  const tables = panel.strokes.map(({ line }) => tableOf(line));
  const data = tables.length > 0 ? uPlot.join(tables, tables.map((t) => t.map(() => GAPS_STAY))) : [[]];
  return new uPlot(
    {
      width: panel.width,
      height: panel.height,
      padding: [panel.strokes.length > 0 ? 20 : 4, panel.right, panel.dated ? 0 : 6, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: {
        x: { time: false, range: [period.from_s, period.to_s] },
        y: { range: (_, low, high) => roomAround(low, high) },
      },
      axes: [
        {
          ...axis,
          grid,
          size: panel.dated ? AXIS_PX : 0,
          gap: 6,
          splits: () => ticks.map(({ at_s }) => at_s),
          values: () => ticks.map(({ label }) => (panel.dated ? label : "")),
        },
        { ...axis, grid, size: panel.left, gap: 6, space: 34, values: (_, at) => at.map(panel.value) },
      ],
      series: [{}, ...panel.strokes.flatMap(columnsOf)],
      hooks: { drawAxes: [(u) => writeUnit(u, panel)] },
      bands: panel.strokes.flatMap(({ line, colour, faint }, n) =>
        line.thinned && !faint ? [{ series: [3 * n + 3, 3 * n + 2] as [number, number], fill: `${colour}2b` }] : [],
      ),
    },
    data as uPlot.AlignedData,
    into,
  );
}

function writeUnit({ ctx }: uPlot, { unit, look }: Panel): void {
  ctx.save();
  ctx.font = `${11 * uPlot.pxRatio}px Inter`;
  ctx.fillStyle = look.text;
  ctx.textAlign = "left";
  ctx.textBaseline = "top";
  ctx.fillText(unit, 4 * uPlot.pxRatio, 0);
  ctx.restore();
}

/** Times in the middle of their steps, means, lowest, highest. */
function tableOf(line: Line): [number[], Column, Column, Column] {
  const half_s = middle_s(line);
  return [half_s ? line.t.map((at_s) => at_s + half_s) : line.t, line.mean, line.min, line.max];
}

function columnsOf({ line, colour, dash, faint }: Stroke): uPlot.Series[] {
  const edge: uPlot.Series = { points: { show: false }, width: 0 };
  const few = line.t.length < FEW && !faint;
  const stroke = faint ? `${colour}8c` : colour;
  return [
    {
      stroke,
      width: faint ? 1.3 : 1.7,
      dash: faint ? [3, 3] : dash,
      spanGaps: false,
      points: {
        show: true,
        size: few ? 4.5 : 3.5,
        width: 0,
        fill: stroke,
        filter: (u, at) => (few ? null : alone(u.data[at] as Column)),
      },
    },
    edge,
    edge,
  ];
}

/** A flat line needs air above and below, and nothing else needs negative air. */
function roomAround(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = (high - low || Math.abs(high) || 1) * 0.12;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}
