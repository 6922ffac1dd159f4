/** A chart as a picture: its title, what and when it shows, and the drawing as it is. */

export interface Caption {
  title: string;
  lines: string[]; //: below it: period, zone, units
  legend: { text: string; colour: string; dash: number[] }[];
  marks: { x: number; colour: string }[]; //: lines over all of the drawing
  text: string;
  quiet: string;
  surface: string;
}

const EDGE = 16;
const TITLE_PX = 26;
const LINE_PX = 18;
const SWATCH_PX = 22;

/** Compose what is drawn into one picture. Raises Error where the browser cannot. */
export async function pictureOf(canvases: HTMLCanvasElement[], caption: Caption, ratio: number): Promise<Blob> {
  const width = Math.max(0, ...canvases.map((canvas) => canvas.width / ratio));
  const rows = caption.lines.length + caption.legend.length;
  const top = EDGE + TITLE_PX + rows * LINE_PX + EDGE / 2;
  const height = top + canvases.reduce((sum, canvas) => sum + canvas.height / ratio, 0) + EDGE;
  const whole = document.createElement("canvas");
  whole.width = Math.round((width + 2 * EDGE) * ratio);
  whole.height = Math.round(height * ratio);
  const ctx = whole.getContext("2d");
  if (!ctx) throw new Error("this browser draws no pictures");
  ctx.scale(ratio, ratio);
  ctx.fillStyle = caption.surface;
  ctx.fillRect(0, 0, width + 2 * EDGE, height);
  write(ctx, caption);
  let y = top;
  for (const canvas of canvases) {
    ctx.drawImage(canvas, EDGE, y, canvas.width / ratio, canvas.height / ratio);
    y += canvas.height / ratio;
  }
  for (const { x, colour } of caption.marks) stroke(ctx, colour, [4, 3], [EDGE + x, top], [EDGE + x, y]);
  return await new Promise((done, failed) =>
    whole.toBlob((blob) => (blob ? done(blob) : failed(new Error("the picture is too large")))),
  );
}

function write(ctx: CanvasRenderingContext2D, caption: Caption): void {
  let y = EDGE + 16;
  ctx.fillStyle = caption.text;
  ctx.font = "650 16px Inter";
  ctx.fillText(caption.title, EDGE, y);
  y += TITLE_PX - 4;
  ctx.font = "400 12px Inter";
  ctx.fillStyle = caption.quiet;
  for (const line of caption.lines) {
    ctx.fillText(line, EDGE, y);
    y += LINE_PX;
  }
  for (const { text, colour, dash } of caption.legend) {
    stroke(ctx, colour, dash, [EDGE, y - 4], [EDGE + SWATCH_PX, y - 4], 2);
    ctx.fillStyle = caption.text;
    ctx.fillText(text, EDGE + SWATCH_PX + 8, y);
    y += LINE_PX;
  }
}

type Point = [x: number, y: number];

function stroke(ctx: CanvasRenderingContext2D, colour: string, dash: number[], from: Point, to: Point, width = 1): void {
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
  ctx.setLineDash([]);
}
