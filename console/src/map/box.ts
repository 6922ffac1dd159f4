/** Drawing a rectangle on the map, with Shift held. */

import type { Map as MapLibreMap } from "maplibre-gl";
import "./box.css";

export type Bounds = [west: number, south: number, east: number, north: number];

const LEAST_PX = 4; //: a smaller one is a click

/** Let people draw rectangles; `drawn` is told of each that is one. */
export function drawBoxes(map: MapLibreMap, drawn: (bounds: Bounds) => void): void {
  const canvas = map.getCanvasContainer();

  canvas.addEventListener("pointerdown", (down) => {
    if (!down.shiftKey || down.button !== 0) return;
    const shape = canvas.appendChild(document.createElement("div"));
    const at = ({ clientX, clientY }: PointerEvent): [x: number, y: number] => {
      const { left, top } = canvas.getBoundingClientRect();
      return [clientX - left, clientY - top];
    };
    const from = at(down);
    const over = new AbortController();
    shape.className = "drawn-box";
    map.dragPan.disable();

    function end() {
      over.abort();
      shape.remove();
      map.dragPan.enable();
    }

    function move(event: PointerEvent) {
      const to = at(event);
      shape.style.inset = `${Math.min(from[1], to[1])}px auto auto ${Math.min(from[0], to[0])}px`;
      shape.style.width = `${Math.abs(from[0] - to[0])}px`;
      shape.style.height = `${Math.abs(from[1] - to[1])}px`;
    }

    function up(event: PointerEvent) {
      const to = at(event);
      end();
      if (Math.hypot(to[0] - from[0], to[1] - from[1]) < LEAST_PX) return;
      const [one, other] = [map.unproject(from), map.unproject(to)];
      drawn([
        Math.min(one.lng, other.lng), Math.min(one.lat, other.lat), Math.max(one.lng, other.lng), Math.max(one.lat, other.lat),
      ]);
    }

    function cancel(event: KeyboardEvent) {
      if (event.key !== "Escape") return;
      event.stopPropagation(); // it closes nothing besides
      end();
    }

    const { signal } = over;
    addEventListener("pointermove", move, { signal });
    addEventListener("pointerup", up, { signal });
    addEventListener("pointercancel", end, { signal });
    addEventListener("keydown", cancel, { signal, capture: true });
  });
}
