/** Draw the symbols of assets: status is a shape and a colour, never a colour alone. */

import type { Status } from "../server/types";
import { pathOf } from "./icons";
import { DARK, LIGHT, type Look } from "./look";

/** Images are asked for by name: `tile|bin|2|dark`, `shape||1|light`. */
export const imageName = (kind: "tile" | "shape", icon: string, status: Status, look: Look) =>
  [kind, icon, status, look.name].join("|");

const SCALE = 2; //: pixels of the image for one of the page

/** Draw what a name asks for; null when it is none of ours. */
export function draw(name: string): ImageData | null {
  const [kind, icon = "", status, theme] = name.split("|");
  const look = theme === "dark" ? DARK : LIGHT;
  if (kind === "tile") return drawTile(icon, Number(status) as Status, look);
  if (kind === "shape") return drawShape(Number(status) as Status, look);
  return null;
}

export const PIXEL_RATIO = SCALE;

function canvas(size: number): CanvasRenderingContext2D {
  const board = document.createElement("canvas");
  board.width = board.height = size * SCALE;
  const pen = board.getContext("2d", { willReadFrequently: true });
  if (!pen) throw new Error("this browser draws no canvas");
  pen.scale(SCALE, SCALE);
  return pen;
}

/** A rounded tile with the asset's symbol, and the status' shape at its corner. */
function drawTile(icon: string, status: Status, look: Look): ImageData {
  const size = 36;
  const pen = canvas(size);
  const loud = status === 1 || status === 2;
  shadow(pen, look);
  pen.fillStyle = loud ? look.status[status] : look.surface;
  pen.beginPath();
  pen.roundRect(6.5, 6.5, 23, 23, 7);
  pen.fill();
  pen.shadowColor = "transparent";
  pen.lineWidth = 1.4;
  pen.strokeStyle = status === 0 ? look.line : look.status[status];
  if (status === 3) pen.setLineDash([3, 2]);
  pen.stroke();
  pen.setLineDash([]);
  drawIcon(pen, icon, loud ? look.onStatus[status] : status ? look.status[status] : look.text);
  if (status) drawMark(pen, status, look, 27.5, 8.5, 0.8);
  return pen.getImageData(0, 0, size * SCALE, size * SCALE);
}

/** The status' shape alone, for assets too many for tiles. */
function drawShape(status: Status, look: Look): ImageData {
  const size = 24;
  const pen = canvas(size);
  drawMark(pen, status, look, size / 2, size / 2, 1);
  return pen.getImageData(0, 0, size * SCALE, size * SCALE);
}

function shadow(pen: CanvasRenderingContext2D, look: Look): void {
  pen.shadowColor = look.name === "dark" ? "#000c" : "#1a2b3c55";
  pen.shadowBlur = 6;
  pen.shadowOffsetY = 2;
}

function drawIcon(pen: CanvasRenderingContext2D, icon: string, colour: string): void {
  pen.save();
  pen.translate(11, 11);
  pen.scale(14 / 24, 14 / 24);
  pen.strokeStyle = colour;
  pen.lineWidth = 2.3;
  pen.lineCap = pen.lineJoin = "round";
  pen.stroke(new Path2D(pathOf(icon)));
  pen.restore();
}

/** Triangle, diamond, slashed ring or square, with a rim of the surface's colour. */
function drawMark(
  pen: CanvasRenderingContext2D,
  status: Status,
  look: Look,
  x: number,
  y: number,
  scale: number,
): void {
  pen.save();
  pen.translate(x, y);
  pen.scale(scale, scale);
  pen.lineJoin = "round";
  const shape = new Path2D(SHAPES[status]);
  pen.lineWidth = 4;
  pen.strokeStyle = look.surface;
  pen.stroke(shape);
  pen.fillStyle = status === 3 ? look.surface : look.status[status];
  pen.fill(shape);
  if (status === 3) {
    pen.lineWidth = 2;
    pen.strokeStyle = look.status[3];
    pen.stroke(shape);
    pen.stroke(new Path2D("M-3.3 3.3 3.3-3.3"));
  }
  pen.restore();
}

const SHAPES = [
  "M-4.6 0a4.6 4.6 0 1 0 9.2 0a4.6 4.6 0 1 0 -9.2 0",
  "M0-6.8 7.2 5.8-7.2 5.8Z",
  "M0-7.8 7.8 0 0 7.8-7.8 0Z",
  "M-4.8 0a4.8 4.8 0 1 0 9.6 0a4.8 4.8 0 1 0 -9.6 0",
  "M-4.8-4.8H4.8V4.8H-4.8Z",
];
