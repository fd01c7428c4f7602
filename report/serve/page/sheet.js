// @ts-check
/**
 * One page as it lies on the desk: its picture, and what is marked on it.
 *
 * @typedef {import("./interface.js").Page} Page
 * @typedef {import("./interface.js").Box} Box
 */

import { draw, make } from "./dom.js";
import { address } from "./interface.js";
import { Picture } from "./pictures.js";

const LARGEST = 4096;
const SMALLEST = 64;
const FLASH_LASTS = 1600;
// Regions of a page that is drawn much later, since it was far away, are no news any more.
const NEWS_LASTS = 10_000;

/** A page; `name` tells a version's pages from those of now. */
export class Sheet {
  /**
   * @param {Page} page
   * @param {import("./pictures.js").Loader} loader
   * @param {() => DOMRect} looked  the rectangle of the window through which pages are seen
   * @param {string} [name]  what is read aloud after the page's label
   */
  constructor(page, loader, looked, name = "") {
    this.page = page;
    this.name = name;
    this.near = false;
    this.pixels = SMALLEST;
    this.loader = loader;
    this.marks = draw("svg", { class: "marks", preserveAspectRatio: "none", "aria-hidden": "true" });
    this.paper = make("div", { class: "paper" }, this.marks);
    this.label = make("figcaption", {}, make("button", { type: "button" }));
    this.root = make("figure", { class: "sheet", "data-version": Boolean(name) }, this.paper, this.label);
    const distance = () => {
      const seen = looked();
      const own = this.root.getBoundingClientRect();
      return Math.max(0, own.top - seen.bottom, seen.top - own.bottom) * 10 +
        Math.abs(own.top + own.height / 2 - seen.top - seen.height / 2) / 10;
    };
    this.distance = distance;
    this.picture = new Picture(this.paper, loader, distance);
    this.picture.done = () => this.#drawn();
    /** @type {Picture | null} */
    this.then = null;
    /** @type {Page | null} */
    this.thenPage = null;
    /** @type {{boxes: Box[], at: number} | null} */
    this.news = null;
    /** Called when the page has another picture, or comes near. @type {(sheet: Sheet) => void} */
    this.fresh = () => {};
    this.update(page);
  }

  /** Take the page as the server tells it now. @param {Page} page */
  update(page) {
    this.page = page;
    this.root.dataset.number = page.number;
    this.root.toggleAttribute("data-stale", Boolean(page.stale));
    const title = `Page ${page.label}${this.name}`;
    this.root.setAttribute("aria-label", title);
    const button = this.label.firstElementChild;
    if (button.textContent !== page.label) button.textContent = page.label;
    button.setAttribute("aria-label", title);
    this.marks.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
    this.#ask();
  }

  /** Lie as large as `scale` (CSS px a pt) says, on whole pixels of the screen. @param {number} scale */
  size(scale) {
    const ratio = devicePixelRatio || 1;
    const wide = Math.max(1, Math.round(this.page.width * scale * ratio));
    const high = Math.max(1, Math.round(this.page.height * scale * ratio));
    this.root.style.setProperty("--width", `${wide / ratio}px`);
    this.root.style.setProperty("--height", `${high / ratio}px`);
    this.pixels = Math.max(SMALLEST, Math.min(LARGEST, wide));
  }

  /** Ask for a picture as large as the page lies now. */
  sharpen() {
    this.#ask();
  }

  /** Come near what is looked at, or go away from it; far pages keep no picture. @param {boolean} near */
  approach(near) {
    this.near = near;
    if (near) {
      this.#ask();
      this.fresh(this);
    } else {
      this.picture.drop();
      this.then?.drop();
    }
  }

  /** Lay the page of another version over this one, or take it off. @param {Page | null} page */
  over(page) {
    this.thenPage = page;
    this.root.toggleAttribute("data-then", Boolean(page));
    if (page && !this.then) {
      this.cover = make("div", { class: "then" });
      this.marks.before(this.cover);
      this.then = new Picture(this.cover, this.loader, this.distance);
    } else if (!page && this.then) {
      this.then.drop();
      this.cover.remove();
      this.then = null;
    }
    this.#ask();
  }

  #ask() {
    if (!this.near) return;
    const alt = `Page ${this.page.label}${this.name}`;
    this.picture.show(address(this.page.image, { width: this.pixels }), alt);
    if (this.thenPage) this.then?.show(address(this.thenPage.image, { width: this.pixels }), `${alt} before`);
  }

  #drawn() {
    this.root.dataset.look = this.page.look;
    this.fresh(this);
    if (this.news && performance.now() - this.news.at < NEWS_LASTS) this.mark("flash", this.news.boxes, FLASH_LASTS);
    this.news = null;
  }

  /** Say which regions the next picture changes; they flash when it is shown. @param {Box[]} boxes */
  announce(boxes) {
    this.news = { boxes, at: performance.now() };
  }

  /**
   * Mark boxes on the page; the marks of the same kind before are gone.
   * @param {string} kind  the class of the marks
   * @param {Box[]} boxes
   * @param {number} [lasts]  ms after which the marks are gone; without it they stay
   */
  mark(kind, boxes, lasts) {
    const shapes = boxes.map(([x, y, width, height]) => draw("rect", { x, y, width, height }));
    const group = this.layer(kind, shapes);
    if (group && lasts) setTimeout(() => group.remove(), lasts);
  }

  /** Put shapes into a layer of the page; an empty layer is gone. @param {string} kind @param {Element[]} shapes */
  layer(kind, shapes) {
    this.marks.querySelector(`:scope > .${kind}`)?.remove();
    if (!shapes.length) return null;
    const group = draw("g", { class: kind }, ...shapes);
    this.marks.append(group);
    return group;
  }

  /** The point of the page (pt) at a point of the window (px). @param {number} x @param {number} y */
  point(x, y) {
    const own = this.paper.getBoundingClientRect();
    return {
      x: ((x - own.left) / own.width) * this.page.width,
      y: ((y - own.top) / own.height) * this.page.height,
    };
  }
}
