// @ts-check
/**
 * The address keeps where one is: `#page=3&view=spread&zoom=width`, and `at=0.4` when the top of
 * the window is four tenths down the page.
 *
 * @typedef {import("./view.js").Arrangement} Arrangement
 * @typedef {import("./view.js").Zoom} Zoom
 */

import { later } from "./dom.js";

const ARRANGEMENTS = ["single", "spread", "overview"];

/** Read a place from the address; what it does not say, or says wrongly, is null. */
export function read(hash = location.hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  const page = Number(values.get("page"));
  const zoom = values.get("zoom") ?? "";
  const share = Number(zoom.replace("%", "")) / 100;
  const down = Number(values.get("at"));
  return {
    page: Number.isInteger(page) && page > 0 ? page : null,
    view: /** @type {Arrangement | null} */ (ARRANGEMENTS.find((one) => one === values.get("view")) ?? null),
    zoom: /** @type {Zoom | null} */ (zoom === "width" || zoom === "page" ? zoom : share > 0 ? share : null),
    down: down > 0 && down < 1 ? down : 0,
  };
}

/** Write the place of a view. @param {import("./view.js").View} view */
export function write(view) {
  const values = new URLSearchParams();
  values.set("page", String(view.current));
  values.set("view", view.arrangement);
  values.set("zoom", typeof view.zoom === "number" ? String(Math.round(view.zoom * 100)) : view.zoom);
  if (view.down) values.set("at", String(view.down));
  return `#${values}`;
}

/**
 * Keep the address and the view alike.
 * @param {import("./view.js").View} view
 * @returns {() => void}  to be called when the view has moved
 */
export function keepPlace(view) {
  const go = () => {
    const { page, view: arrangement, zoom, down } = read();
    if (arrangement) view.arrange(arrangement);
    if (zoom) view.magnify(zoom);
    if (page) view.go(page, down);
  };
  addEventListener("hashchange", go);
  return later(() => {
    const hash = write(view);
    if (hash !== location.hash) history.replaceState(history.state, "", hash);
  }, 150);
}
