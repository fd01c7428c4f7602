// @ts-check
/** The side: thumbnails of all pages, and the report's contents. */

import { byId, make } from "./dom.js";
import { address } from "./interface.js";
import { Picture } from "./pictures.js";

/** @typedef {import("./interface.js").State} State */

const WIDTH = 116;
const STEP = 64;

export class Side {
  /** @param {import("./view.js").View} view @param {() => void} chosen  called when a page was chosen */
  constructor(view, chosen) {
    this.view = view;
    this.chosen = chosen;
    this.thumbs = byId("thumbs");
    this.contents = byId("contents");
    /** @type {{button: HTMLElement, label: HTMLElement, picture: Picture, near: boolean, url: string, alt: string}[]} */
    this.items = [];
    /** @type {{button: HTMLElement, page: number}[]} */
    this.entries = [];
    this.current = 0;
    this.written = "";
    this.near = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const item = this.items.find((one) => one.button === entry.target);
        if (!item) continue;
        item.near = entry.isIntersecting;
        if (item.near) item.picture.show(item.url, "");
        else item.picture.drop();
      }
    }, { root: this.thumbs, rootMargin: "100% 0px" });
    for (const name of ["thumbs", "contents"]) {
      byId(`tab-${name}`).addEventListener("click", () => this.tab(name));
    }
    byId("side-tabs").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = byId("tab-thumbs").getAttribute("aria-selected") === "true" ? "contents" : "thumbs";
      this.tab(other);
      byId(`tab-${other}`).focus();
    });
  }

  /** Show thumbnails or contents. @param {string} name */
  tab(name) {
    for (const one of ["thumbs", "contents"]) {
      byId(one).hidden = one !== name;
      byId(`tab-${one}`).setAttribute("aria-selected", String(one === name));
      byId(`tab-${one}`).tabIndex = one === name ? 0 : -1;
    }
    this.place(this.current, true);
  }

  /** Take the pages and contents of a build. @param {State} state */
  update(state) {
    while (this.items.length > state.pages.length) {
      const item = this.items.pop();
      if (!item) break;
      this.near.unobserve(item.button);
      item.picture.drop();
      item.button.remove();
    }
    while (this.items.length < state.pages.length) this.#add(this.items.length + 1);
    const wide = Math.ceil((WIDTH * (devicePixelRatio || 1)) / STEP) * STEP;
    state.pages.forEach((page, index) => {
      const item = this.items[index];
      item.url = address(page.image, { width: wide });
      item.button.style.setProperty("--shape", `${page.width} / ${page.height}`);
      item.button.setAttribute("aria-label", `Page ${page.label}`);
      if (item.label.textContent !== page.label) item.label.textContent = page.label;
      if (item.near) item.picture.show(item.url, "");
    });
    this.#write(state);
    this.place(this.current, true);
  }

  /** @param {number} number */
  #add(number) {
    const frame = make("span", { class: "frame" });
    const label = make("span", { class: "label" });
    const button = make("button", { type: "button", class: "thumb", onclick: () => this.#go(number) }, frame, label);
    const picture = new Picture(frame, this.view.loader, () => {
      const seen = this.thumbs.getBoundingClientRect();
      const own = button.getBoundingClientRect();
      // Pages come before thumbnails that are as near.
      return 500 + Math.max(0, own.top - seen.bottom, seen.top - own.bottom) * 10;
    });
    this.items.push({ button, label, picture, near: false, url: "", alt: "" });
    this.thumbs.append(button);
    this.near.observe(button);
  }

  /** Write the contents, if they are others. @param {State} state */
  #write(state) {
    const written = JSON.stringify([state.contents, state.pages.map((page) => page.label)]);
    if (written === this.written) return;
    this.written = written;
    const top = Math.min(...state.contents.map((entry) => entry.level));
    this.entries = state.contents.map((entry) => {
      const label = state.pages[entry.page - 1]?.label ?? "";
      const words = [make("span", {}, entry.title), make("span", { class: "folio" }, label)];
      const button = make("button", { type: "button", onclick: () => this.#go(entry.page) }, ...words);
      button.style.setProperty("--level", String(entry.level - top));
      return { button, page: entry.page };
    });
    const items = this.entries.map(({ button }) => make("li", {}, button));
    const none = make("p", { class: "quiet", lang: "en" }, "The report has no headings yet.");
    this.contents.replaceChildren(items.length ? make("ol", {}, ...items) : none);
  }

  /** @param {number} number */
  #go(number) {
    this.view.go(number);
    this.chosen();
  }

  /** Mark the page that is looked at. @param {number} number @param {boolean} [again] */
  place(number, again = false) {
    if (number === this.current && !again) return;
    this.current = number;
    this.items.forEach(({ button }, index) => mark(button, index + 1 === number));
    const here = this.entries.filter((entry) => entry.page <= number).at(-1);
    this.entries.forEach((entry) => mark(entry.button, entry === here));
    this.#reveal(this.thumbs, this.items[number - 1]?.button);
    this.#reveal(this.contents, here?.button);
  }

  /** Scroll the side alone, and only when the item is not seen. @param {HTMLElement} list @param {HTMLElement} [item] */
  #reveal(list, item) {
    if (!item || list.hidden || list.matches(":hover")) return;
    const seen = list.getBoundingClientRect();
    const own = item.getBoundingClientRect();
    if (own.top < seen.top) list.scrollTop += own.top - seen.top - 12;
    else if (own.bottom > seen.bottom) list.scrollTop += own.bottom - seen.bottom + 12;
  }
}

/** @param {HTMLElement} button @param {boolean} here */
function mark(button, here) {
  if (here) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}
