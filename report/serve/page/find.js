// @ts-check
/** Finding text: the hits are marked on the pages, and one steps from hit to hit. */

import { byId, later, say } from "./dom.js";
import { ask } from "./interface.js";

/** @typedef {import("./interface.js").Box} Box */
/** @typedef {import("./sheet.js").Sheet} Sheet */

export class Find {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.bar = byId("find");
    this.field = byId("find-text");
    this.count = byId("find-count");
    /** @type {{page: number, boxes: Box[], text: string}[]} */
    this.hits = [];
    this.more = false;
    this.at = -1;
    this.request = new AbortController();
    const search = later(() => this.search(true), 150);
    this.field.addEventListener("input", search);
    this.field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        this.step(event.shiftKey ? -1 : 1);
      }
    });
    byId("find-next").addEventListener("click", () => this.step(1));
    byId("find-previous").addEventListener("click", () => this.step(-1));
    byId("find-close").addEventListener("click", () => this.close());
  }

  get isOpen() {
    return !this.bar.hidden;
  }

  open() {
    this.bar.hidden = false;
    this.field.focus();
    this.field.select();
    if (this.field.value) this.search(false);
  }

  close() {
    this.bar.hidden = true;
    this.request.abort();
    this.hits = [];
    this.at = -1;
    this.#mark();
    this.view.desk.focus({ preventScroll: true });
  }

  /** Search again; `move` goes to the first hit from the page that is looked at. @param {boolean} move */
  async search(move) {
    this.request.abort();
    this.request = new AbortController();
    const text = this.field.value.trim();
    if (!text) {
      this.hits = [];
      this.#mark();
      say(this.count, "");
      return;
    }
    try {
      const found = await ask("/api/find", { q: text }, { signal: this.request.signal });
      this.hits = found.hits;
      this.more = found.more;
    } catch (error) {
      if (/** @type {Error} */ (error).name !== "AbortError") say(this.count, "cannot search now");
      return;
    }
    if (move) {
      const next = this.hits.findIndex((hit) => hit.page >= this.view.current);
      this.at = this.hits.length ? Math.max(0, next) : -1;
      this.#show();
    } else {
      this.at = Math.min(this.at, this.hits.length - 1);
      this.#mark();
    }
  }

  /** Go some hits on, or back; after the last comes the first. @param {number} steps */
  step(steps) {
    if (!this.hits.length) return;
    this.at = (this.at + steps + this.hits.length) % this.hits.length;
    this.#show();
  }

  #show() {
    const hit = this.hits[this.at];
    if (hit?.boxes.length) this.view.reveal(hit.page, hit.boxes[0]);
    this.#mark();
  }

  #mark() {
    this.view.sheets.forEach((sheet) => this.mark(sheet));
    const total = `${this.hits.length}${this.more ? "+" : ""}`;
    const text = this.hits.length ? `${this.at + 1} of ${total}` : "not found";
    say(this.count, this.isOpen && this.field.value.trim() ? text : "");
  }

  /** Mark the hits of one page. @param {Sheet} sheet */
  mark(sheet) {
    const here = this.isOpen ? this.hits.filter((hit) => hit.page === sheet.page.number) : [];
    sheet.mark("hit", here.flatMap((hit) => hit.boxes));
    sheet.mark("hit-here", here.includes(this.hits[this.at]) ? this.hits[this.at].boxes : []);
  }
}
