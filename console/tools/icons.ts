/** The icons of the installed console, drawn from public/mark.svg: no picture comes from elsewhere. */

import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";

/** How far a point is inside a shape of the mark, in units of its grid; negative is outside. */
type Shape = (x: number, y: number) => number;
type Colour = [red: number, green: number, blue: number];

interface Mark {
  size: number; //: of the grid
  colour: Colour;
  shapes: Shape[];
}

/** Read circles, and paths of straight strokes along the axes. Raises for anything else. */
export function readMark(svg: string): Mark {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  const colour = /stroke="#(\w{6})"/.exec(svg)?.[1];
  const stroke = Number(/stroke-width="([\d.]+)"/.exec(svg)?.[1]);
  if (!size || !colour || !stroke) throw new Error("mark.svg has no square grid, colour or stroke");
  const shapes = [...svg.matchAll(/<(circle|path)\b([^>]*)>/g)].flatMap(([, kind, said = ""]) =>
    kind === "circle" ? [circle(said, stroke)] : strokes(said, stroke),
  );
  const drawn = svg.match(/<(?!\/|svg|circle|path)\w+/);
  if (drawn) throw new Error(`mark.svg has a shape that cannot be drawn: ${drawn[0]}`);
  return { size, colour: [0, 2, 4].map((at) => parseInt(colour.slice(at, at + 2), 16)) as Colour, shapes };
}

function circle(said: string, stroke: number): Shape {
  const [cx, cy, r] = ["cx", "cy", "r"].map((name) => Number(new RegExp(`\\b${name}="([\\d.]+)"`).exec(said)?.[1]));
  const filled = said.includes("fill=");
  return (x, y) => {
    const from = Math.hypot(x - cx!, y - cy!);
    return filled ? r! - from : stroke / 2 - Math.abs(from - r!);
  };
}

/** Each stroke of a path such as M12 3v5M3 12h5, with round ends. */
function strokes(said: string, stroke: number): Shape[] {
  const path = /\bd="([^"]+)"/.exec(said)?.[1] ?? "";
  const found = [...path.matchAll(/M([\d.]+) ([\d.]+)([hv])([\d.-]+)/g)];
  if (found.map(([whole]) => whole).join("") !== path) throw new Error(`mark.svg has a path that cannot be drawn: ${path}`);
  return found.map(([, x, y, way, length]) => {
    const [from, to] = [Number(x), Number(y)];
    const [dx, dy] = way === "h" ? [Number(length), 0] : [0, Number(length)];
    return (px, py) => {
      const along = ((px - from) * dx + (py - to) * dy) / (dx * dx + dy * dy);
      const at = Math.max(0, Math.min(1, along));
      return stroke / 2 - Math.hypot(px - from - at * dx, py - to - at * dy);
    };
  });
}

/**
 * Draw the mark in white on its own colour, as a PNG.
 *
 * pixels: width and height; share: of the width that the mark takes; round: of the corners
 */
export function drawIcon(mark: Mark, pixels: number, share: number, round: number): Buffer {
  const scale = mark.size / (pixels * share);
  const margin = (pixels * (1 - share)) / 2;
  const rows = Buffer.alloc(pixels * (1 + pixels * 4));
  for (let row = 0; row < pixels; row++) {
    for (let column = 0; column < pixels; column++) {
      const [x, y] = [(column + 0.5 - margin) * scale, (row + 0.5 - margin) * scale];
      const inside = Math.max(...mark.shapes.map((shape) => shape(x, y))) / scale;
      const white = clamp(inside + 0.5);
      const at = row * (1 + pixels * 4) + 1 + column * 4;
      mark.colour.forEach((part, band) => (rows[at + band] = Math.round(part + (255 - part) * white)));
      rows[at + 3] = Math.round(255 * clamp(corner(column + 0.5, row + 0.5, pixels, round * pixels) + 0.5));
    }
  }
  return png(pixels, rows);
}

const clamp = (value: number) => Math.max(0, Math.min(1, value));

/** How far a point is inside a square with round corners. */
function corner(x: number, y: number, size: number, radius: number): number {
  const dx = Math.max(radius - x, x - (size - radius), 0);
  const dy = Math.max(radius - y, y - (size - radius), 0);
  return radius === 0 ? 1 : radius - Math.hypot(dx, dy);
}

/** Write rows of RGBA, each after a zero, as a PNG (ISO 15948). */
function png(pixels: number, rows: Buffer): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels, 0);
  head.writeUInt32BE(pixels, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const parts = [chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]);
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

function crc(data: Buffer): number {
  let rest = ~0;
  for (const byte of data) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  }
  return ~rest >>> 0;
}

/** The icons by file name: round for the desktop, whole squares where the system cuts its own shape. */
export function icons(markFile: string): Record<string, Buffer> {
  const mark = readMark(readFileSync(markFile, "utf8"));
  return {
    "icon-192.png": drawIcon(mark, 192, 0.72, 0.22),
    "icon-512.png": drawIcon(mark, 512, 0.72, 0.22),
    "icon-maskable-512.png": drawIcon(mark, 512, 0.6, 0),
    "icon-apple-180.png": drawIcon(mark, 180, 0.66, 0),
  };
}
