/** Mouse, wheel and fingers on a chart. Places are shares of its width, 0 to 1. */

export interface Deeds {
  read(place: number | null): void; //: put the reading line there; null takes it away
  select(from: number, to: number | null): void; //: shown while dragging; null: no more
  choose(from: number, to: number): void; //: zoom to what was dragged over
  zoom(share: number, about: number): void;
  pan(share: number): void;
  all(): void;
}

const LEAST_PX = 5; //: a shorter drag is a click
const WHEEL_PX = 400; //: of wheel that halve or double what is shown
const LINE_PX = 16; //: of a wheel that counts lines

interface Held {
  x: number;
  begun: number;
  pans: boolean;
}

/** Listen on an element; `placeOf` tells where in the plot a pixel lies. Returns how to stop. */
export function listen(element: HTMLElement, placeOf: (clientX: number) => number, deeds: Deeds): () => void {
  const held = new Map<number, Held>();
  let pinched = false;

  const spread = () => {
    const xs = [...held.values()].map(({ x }) => x);
    return { wide: Math.max(1, Math.abs(xs[0]! - xs[1]!)), middle: (xs[0]! + xs[1]!) / 2 };
  };

  function down(event: PointerEvent) {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    held.set(event.pointerId, { x: event.clientX, begun: event.clientX, pans: event.shiftKey });
    pinched = held.size > 1;
    deeds.read(pinched ? null : placeOf(event.clientX));
  }

  function move(event: PointerEvent) {
    const one = held.get(event.pointerId);
    if (!one) {
      if (event.pointerType === "mouse") deeds.read(placeOf(event.clientX));
      return;
    }
    const before = held.size > 1 ? spread() : null;
    const last = one.x;
    one.x = event.clientX;
    if (before) {
      const now = spread();
      deeds.zoom(before.wide / now.wide, placeOf(now.middle));
      deeds.pan(placeOf(before.middle) - placeOf(now.middle));
    } else if (one.pans) deeds.pan(placeOf(last) - placeOf(one.x));
    else {
      deeds.read(placeOf(one.x));
      if (event.pointerType === "mouse") deeds.select(placeOf(one.begun), placeOf(one.x));
    }
  }

  function up(event: PointerEvent) {
    const one = held.get(event.pointerId);
    held.delete(event.pointerId);
    deeds.select(0, null);
    const dragged = one && Math.abs(event.clientX - one.begun) > LEAST_PX;
    if (one && dragged && !one.pans && !pinched && event.pointerType === "mouse" && event.type === "pointerup")
      deeds.choose(placeOf(one.begun), placeOf(event.clientX));
    if (held.size === 0) pinched = false;
  }

  /** The wheel scrolls the page, unless the chart was entered or Ctrl is held. */
  function wheel(event: WheelEvent) {
    const own = event.ctrlKey || event.metaKey || element.contains(document.activeElement);
    if (!own) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) deeds.pan((event.deltaX * unit) / element.clientWidth);
    else deeds.zoom(2 ** ((event.deltaY * unit) / WHEEL_PX), placeOf(event.clientX));
  }

  const leave = (event: PointerEvent) => {
    if (event.pointerType === "mouse" && held.size === 0 && element !== document.activeElement) deeds.read(null);
  };
  const twice = () => deeds.all();

  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", up);
  element.addEventListener("pointerleave", leave);
  element.addEventListener("dblclick", twice);
  element.addEventListener("wheel", wheel, { passive: false });
  return () => {
    element.removeEventListener("pointerdown", down);
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", up);
    element.removeEventListener("pointercancel", up);
    element.removeEventListener("pointerleave", leave);
    element.removeEventListener("dblclick", twice);
    element.removeEventListener("wheel", wheel);
  };
}
