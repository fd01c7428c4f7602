// @ts-check
/** Zoom by pinching, and by the wheel with Ctrl, around the point under the fingers or pointer. */

/** @typedef {import("./view.js").View} View */

const SPEED = 0.0022;
const LINE = 16;
// After a gesture the size is rounded, so that pictures of few sizes are asked for.
const SETTLED = 250;

/** @param {View} view @param {HTMLElement} desk */
export function watchGestures(view, desk) {
  let settle = 0;
  /** @type {{x: number, y: number}} */
  let around = { x: 0, y: 0 };
  let size = 0;
  let planned = false;
  /** @param {number} value */
  const magnify = (value) => {
    size = value;
    clearTimeout(settle);
    settle = setTimeout(() => {
      size = 0;
      view.magnify(Math.round(view.magnification * 100) / 100, around);
    }, SETTLED);
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      if (size) view.magnify(size, around);
    });
  };

  desk.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const far = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE : event.deltaY;
    around = { x: event.clientX, y: event.clientY };
    const limited = Math.max(-120, Math.min(120, far));
    magnify((size || view.magnification) * Math.exp(-limited * SPEED));
  }, { passive: false });

  let apart = 0;
  let start = 0;
  /** @param {TouchEvent} event */
  const fingers = ({ touches: [a, b] }) => ({
    distance: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY),
    x: (a.clientX + b.clientX) / 2,
    y: (a.clientY + b.clientY) / 2,
  });
  desk.addEventListener("touchstart", (event) => {
    if (event.touches.length !== 2) return;
    event.preventDefault();
    apart = fingers(event).distance;
    start = view.magnification;
  }, { passive: false });
  desk.addEventListener("touchmove", (event) => {
    if (event.touches.length !== 2 || !apart) return;
    event.preventDefault();
    const { distance, x, y } = fingers(event);
    around = { x, y };
    magnify((start * distance) / apart);
  }, { passive: false });
  desk.addEventListener("touchend", () => {
    apart = 0;
  });
  // Safari tells pinches by events of its own, and would zoom the whole page.
  desk.addEventListener("gesturestart", (event) => event.preventDefault());
}
