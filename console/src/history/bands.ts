/** States over time as bands, drawn on a canvas like the lines beside them. */

import { spanOf, type Period } from "./period";
import type { Interval } from "./series";

export interface Row {
  title: string;
  intervals: { interval: Interval; label: string; colour: string }[];
}

export interface Bands {
  width: number;
  left: number;
  right: number;
  period: Period;
  rows: Row[];
  text: string;
  quiet: string;
  surface: string;
}

export const ROW_PX = 42;
const BAR_PX = 20;
const TITLE_PX = 16;
const FONT = "11px Inter";

export const heightOf = (rows: number): number => rows * ROW_PX;

/** Draw a row a state: its title, and below it what held when. */
export function drawBands(canvas: HTMLCanvasElement, bands: Bands, ratio: number): void {
  canvas.width = Math.round(bands.width * ratio);
  canvas.height = Math.round(heightOf(bands.rows.length) * ratio);
  const ctx = canvas.getContext("2d");
  if (!ctx) return;
  ctx.scale(ratio, ratio);
  ctx.font = FONT;
  bands.rows.forEach((row, n) => drawRow(ctx, bands, row, n * ROW_PX));
}

function drawRow(ctx: CanvasRenderingContext2D, bands: Bands, row: Row, top: number): void {
  ctx.textBaseline = "middle";
  ctx.fillStyle = bands.quiet;
  ctx.fillText(row.title, bands.left, top + TITLE_PX / 2);
  for (const { interval, label, colour } of row.intervals) {
    const [from, to] = [placeOf(bands, interval.from_s), placeOf(bands, interval.to_s)];
    if (to > from) drawInterval(ctx, bands, { from, to, top: top + TITLE_PX, mixed: interval.mixed, label, colour });
  }
}

interface Box {
  from: number;
  to: number;
  top: number;
  mixed: boolean;
  label: string;
  colour: string;
}

function drawInterval(ctx: CanvasRenderingContext2D, bands: Bands, box: Box): void {
  const { from, to, top, colour } = box;
  const width = Math.max(1, to - from - 1); // a hair's breadth between neighbours
  ctx.fillStyle = `${colour}38`;
  ctx.fillRect(from, top, width, BAR_PX);
  ctx.fillStyle = colour;
  ctx.fillRect(from, top + BAR_PX - 3, width, 3);
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, top, width, BAR_PX);
  ctx.clip();
  if (box.mixed) hatch(ctx, from, to, top, colour);
  else if (ctx.measureText(box.label).width + 8 <= width) {
    ctx.fillStyle = bands.text;
    ctx.fillText(box.label, from + 4, top + (BAR_PX - 3) / 2 + 0.5);
  }
  ctx.restore();
}

function hatch(ctx: CanvasRenderingContext2D, from: number, to: number, top: number, colour: string): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  for (let x = from - BAR_PX; x < to; x += 6) {
    ctx.beginPath();
    ctx.moveTo(x, top + BAR_PX);
    ctx.lineTo(x + BAR_PX, top);
    ctx.stroke();
  }
}

/** Where a moment is drawn, within the plot. */
function placeOf({ width, left, right, period }: Bands, at_s: number): number {
  const share = (at_s - period.from_s) / spanOf(period);
  return left + Math.min(1, Math.max(0, share)) * (width - left - right);
}
