import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { drawIcon, readMark } from "./icons";

const MARK = `<svg viewBox="0 0 24 24" fill="none" stroke="#0b62c4" stroke-width="2">
  <circle cx="12" cy="12" r="9" /><circle cx="12" cy="12" r="2.6" fill="#0b62c4" stroke="none" />
  <path d="M12 3v5M3 12h5" />
</svg>`;

/** The pixel of a PNG as RGBA. */
function pixel(png: Buffer, pixels: number, x: number, y: number): number[] {
  const start = png.indexOf("IDAT") + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  const at = y * (1 + pixels * 4) + 1 + x * 4;
  return [...rows.subarray(at, at + 4)];
}

test("the mark is white on its own colour, with round corners", () => {
  const png = drawIcon(readMark(MARK), 96, 0.75, 0.2);
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  expect(pixel(png, 96, 48, 48)).toEqual([255, 255, 255, 255]);
  expect(pixel(png, 96, 48, 6)).toEqual([0x0b, 0x62, 0xc4, 255]);
  expect(pixel(png, 96, 0, 0)[3]).toBe(0);
});

test("a mark that cannot be drawn is told, not left out", () => {
  expect(() => readMark(MARK.replace("M12 3v5", "M12 3c1 1 2 2 3 3"))).toThrow("path");
  expect(() => readMark(MARK.replace("<path", '<rect width="1" /><path'))).toThrow("rect");
});
