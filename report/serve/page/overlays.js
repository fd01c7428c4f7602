// @ts-check
/** What can be drawn over the pages: grid, columns, boxes, findings, ink, tags, facts, pictures. */

import { byId, draw, make } from "./dom.js";
import { address, ask } from "./interface.js";

/** @typedef {import("./interface.js").Box} Box */
/** @typedef {import("./sheet.js").Sheet} Sheet */

/** Characters of a label, so that it does not lie over the next one. */
const LONGEST = 28;

/** The key of each overlay is its place in this list, from 1. */
export const OVERLAYS = [
  ["grid", "Baseline grid"],
  ["columns", "Columns and margins"],
  ["boxes", "Trim, bleed and safe area"],
  ["findings", "Typographic findings"],
  ["ink", "Ink coverage"],
  ["tags", "Tags and reading order"],
  ["facts", "Facts"],
  ["pictures", "Pictures and their ppi"],
];

export class Overlays {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    /** @type {Set<string>} */
    this.on = new Set();
    /** @type {Map<string, any>} what the server told, by overlay and page */
    this.known = new Map();
    /** @type {Map<string, {sheet: Sheet, what: string}>} what is to be asked for */
    this.waiting = new Map();
    this.asking = false;
    this.request = new AbortController();
    /** @type {Map<string, string>} why an overlay could not be had */
    this.problems = new Map();
    this.written = "";
    this.legend = byId("legend");
    this.boxes = new Map(OVERLAYS.map(([what, title], index) => {
      const box = make("input", { type: "checkbox", onchange: () => this.toggle(what) });
      const label = make("label", { class: `choice what-${what}` }, box, make("span", { class: "patch" }), make("span", {}, title), make("kbd", {}, String(index + 1)));
      byId("overlay-list").append(label);
      return [what, box];
    }));
  }

  /** Switch an overlay on or off. @param {string} what */
  toggle(what) {
    if (!this.on.delete(what)) this.on.add(what);
    const box = this.boxes.get(what);
    if (box) box.checked = this.on.has(what);
    byId("tool-overlays").setAttribute("aria-pressed", String(this.on.size > 0));
    this.problems.delete(what);
    this.view.sheets.forEach((sheet) => this.put(sheet));
    this.#write();
  }

  /** Switch all off; whether any was on. */
  clear() {
    const on = [...this.on];
    on.forEach((what) => this.toggle(what));
    return on.length > 0;
  }

  /** Draw again after a build. */
  update() {
    this.known.clear();
    this.waiting.clear();
    this.request.abort();
    this.problems.clear();
    this.#write();
    this.view.sheets.forEach((sheet) => this.put(sheet));
  }

  /** Put what is switched on over a page, if it is near. @param {Sheet} sheet */
  put(sheet) {
    for (const [what] of OVERLAYS) {
      if (!this.on.has(what)) sheet.layer(`over-${what}`, []);
      else if (sheet.near) this.#draw(sheet, what);
    }
  }

  /**
   * Ask for one overlay of one page after the other, the nearest first: some take seconds, and a
   * browser has few connections.
   */
  async #ask() {
    if (this.asking) return;
    this.asking = true;
    // All pages that are near are listed first, so that the nearest is known.
    await new Promise((resolve) => setTimeout(resolve));
    while (this.waiting.size) {
      const [key, { sheet, what }] = [...this.waiting].reduce((a, b) => (b[1].sheet.distance() < a[1].sheet.distance() ? b : a));
      this.waiting.delete(key);
      if (!this.on.has(what) || !sheet.near) continue;
      this.request = new AbortController();
      const { signal } = this.request;
      try {
        this.known.set(key, await ask("/api/overlay", { page: sheet.page.number, what }, { signal }));
        this.#draw(sheet, what);
      } catch (error) {
        if (!signal.aborted) this.problems.set(what, /** @type {Error} */ (error).message);
        this.#write();
      }
    }
    this.asking = false;
  }

  /** Another page is looked at. */
  moved() {
    if (this.on.size) this.#write();
  }

  /** Draw what is known, or ask for it. @param {Sheet} sheet @param {string} what */
  #draw(sheet, what) {
    const key = name(what, sheet.page);
    const answer = this.known.get(key);
    if (answer) {
      sheet.layer(`over-${what}`, shapes(answer, sheet.page));
      this.#write();
      return;
    }
    this.waiting.set(key, { sheet, what });
    this.#ask();
  }

  /** Write the overlays that are on, with what is told of the page that is looked at. */
  #write() {
    const page = this.view.state.pages[this.view.current - 1];
    const note = (/** @type {string} */ what) => (
      this.problems.get(what) ?? answered(page && this.known.get(name(what, page))));
    const answered = (/** @type {any} */ answer) => (answer ? answer.note ?? "" : "is being made…");
    const listed = OVERLAYS.filter(([what]) => this.on.has(what)).map(([what, title]) => [what, title, note(what)]);
    const written = JSON.stringify(listed);
    if (written === this.written) return;
    this.written = written;
    this.legend.replaceChildren(...listed.map(([what, title, words]) =>
      make("li", { class: `what-${what}` }, make("span", { class: "patch" }), make("span", {}, title),
        words && make("span", { class: "note" }, words))));
    this.legend.hidden = !listed.length;
  }
}

/** The name under which an answer is kept. @param {string} what @param {{number: number, look: string}} page */
function name(what, page) {
  return `${what} ${page.number} ${page.look}`;
}

/** @param {any} answer @param {{width: number, height: number}} page @returns {Element[]} */
function shapes(answer, page) {
  const made = [];
  if (answer.image) {
    const href = answer.image.startsWith("data:") ? answer.image : address(answer.image);
    made.push(draw("image", { href, x: 0, y: 0, width: page.width, height: page.height, preserveAspectRatio: "none" }));
  }
  for (const [x1, y1, x2, y2] of answer.lines ?? []) made.push(draw("line", { x1, y1, x2, y2 }));
  for (const { box: [x, y, width, height], label, kind } of answer.boxes ?? []) {
    made.push(draw("rect", { x, y, width, height, class: `kind-${String(kind).replaceAll(/[^\w-]/g, "-")}` }));
    const words = label?.length > LONGEST ? `${label.slice(0, LONGEST)}…` : label;
    if (words) made.push(draw("text", { x: x + 1, y }, words));
  }
  return made;
}
