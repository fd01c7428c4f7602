// @ts-check
/**
 * The desk on which the pages lie: single, as spreads, or all at once; how large; and where one
 * looks. A new build changes pages in place, and what is looked at stays where it is.
 *
 * @typedef {import("./interface.js").Page} Page
 * @typedef {import("./interface.js").Entry} Entry
 * @typedef {import("./interface.js").Box} Box
 * @typedef {"single" | "spread" | "overview"} Arrangement
 * @typedef {"width" | "page" | number} Zoom  a number is the size as a share of the real one
 */

import { later, make } from "./dom.js";
import { Loader } from "./pictures.js";
import { align, follow, spreads } from "./rows.js";
import { Sheet } from "./sheet.js";

const REAL = 96 / 72;
const EDGE = 24;
const OVERVIEW_WIDTH = 150;
const FIT_STEP = 32;
export const SMALLEST = 0.1;
export const LARGEST = 5;

export class View {
  /** @param {HTMLElement} desk  what scrolls @param {HTMLElement} table  what has the rows */
  constructor(desk, table) {
    this.desk = desk;
    this.table = table;
    this.loader = new Loader();
    /** @type {{pages: Page[], contents: Entry[]}} */
    this.state = { pages: [], contents: [] };
    /** @type {Sheet[]} */
    this.sheets = [];
    /** @type {Sheet[]} the sheets of another version, when it lies beside */
    this.others = [];
    /** @type {(() => (Sheet | null)[][]) | null} rows of a comparison, instead of those of the view */
    this.pairs = null;
    /** @type {Arrangement} */
    this.arrangement = "single";
    /** @type {Zoom} */
    this.zoom = "page";
    this.overview = 1;
    this.scale = REAL;
    this.wanted = 1;
    this.current = 1;
    this.shape = "";
    /** @type {{element: HTMLElement, pages: Sheet[]}[]} */
    this.rows = [];
    /** Called when the place, the view or the zoom is another. */
    this.moved = () => {};
    /** Called for a page that has a new picture, or comes near. @type {(sheet: Sheet) => void} */
    this.fresh = () => {};
    this.near = new IntersectionObserver((entries) => this.#approach(entries), { root: desk, rootMargin: "120% 50%" });
    this.sharpen = later(() => this.#all((sheet) => sheet.sharpen()), 120);
    let planned = false;
    desk.addEventListener("scroll", () => {
      if (planned) return;
      planned = true;
      requestAnimationFrame(() => {
        planned = false;
        this.#look();
      });
    }, { passive: true });
    new ResizeObserver(() => this.layout()).observe(desk);
    this.#watchRatio();
  }

  /** Lay out again when the window moves to a screen of another density. */
  #watchRatio() {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener("change", () => {
      this.layout();
      this.#watchRatio();
    }, { once: true });
  }

  /** @param {(sheet: Sheet) => void} work */
  #all(work) {
    this.sheets.forEach(work);
    this.others.forEach(work);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #approach(entries) {
    const at = new Map([...this.sheets, ...this.others].map((sheet) => [sheet.root, sheet]));
    entries.forEach((entry) => at.get(/** @type {HTMLElement} */ (entry.target))?.approach(entry.isIntersecting));
  }

  /** A new sheet on the desk. @param {Page} page @param {string} [name] */
  sheet(page, name) {
    const sheet = new Sheet(page, this.loader, () => this.desk.getBoundingClientRect(), name);
    sheet.fresh = (fresh) => this.fresh(fresh);
    sheet.size(this.scale);
    this.near.observe(sheet.root);
    return sheet;
  }

  /** Take a sheet off the desk. @param {Sheet} sheet */
  discard(sheet) {
    this.near.unobserve(sheet.root);
    sheet.approach(false);
    sheet.root.remove();
  }

  /**
   * Take the pages of a build. What is looked at stays where it is, also when pages come or go
   * before it.
   * @param {{pages: Page[], contents: Entry[]}} state
   * @param {Record<string, Box[]>} regions  what changed, by the number of the page
   */
  update(state, regions) {
    const before = this.state;
    const anchor = this.#anchor();
    const known = align(before, state);
    const looked = follow(before, state, known, anchor?.sheet.page.number ?? this.wanted);
    if (before.pages.length) this.wanted = follow(before, state, known, this.current);
    const old = this.sheets;
    const kept = new Set(known);
    this.state = state;
    this.sheets = state.pages.map((now, index) => {
      const sheet = known[index] >= 0 ? old[known[index]] : this.sheet(now);
      const boxes = regions[now.number];
      if (boxes && known[index] >= 0) sheet.announce(boxes);
      sheet.update(now);
      return sheet;
    });
    old.forEach((sheet, index) => kept.has(index) || this.discard(sheet));
    if (anchor && !anchor.sheet.name && this.sheets[looked - 1]) anchor.sheet = this.sheets[looked - 1];
    this.layout(anchor);
  }

  /** Show the pages singly, as spreads, or all. @param {Arrangement} arrangement */
  arrange(arrangement) {
    if (arrangement === this.arrangement) return;
    const page = this.current;
    this.arrangement = arrangement;
    this.layout(null);
    this.go(page);
    this.moved();
  }

  /**
   * Show the pages in another size.
   * @param {Zoom} zoom
   * @param {{x: number, y: number}} [around]  the point of the window that stays where it is
   */
  magnify(zoom, around) {
    const anchor = this.#anchor(around);
    const value = typeof zoom === "number" ? Math.max(SMALLEST, Math.min(LARGEST, zoom)) : zoom;
    if (this.arrangement === "overview") {
      this.overview = typeof value === "number" ? (value * REAL * this.#typical()) / OVERVIEW_WIDTH : 1;
      this.overview = Math.max(0.5, Math.min(4, this.overview));
    } else this.zoom = value;
    this.layout(anchor);
    if (zoom === "page") this.go(this.current);
    this.moved();
  }

  /** The size now, as a share of the real one. */
  get magnification() {
    return this.scale / REAL;
  }

  #typical() {
    return this.state.pages[0]?.width ?? 595;
  }

  /** Rows of sheets, by the view or the comparison. @returns {(Sheet | null)[][]} */
  #rows() {
    if (this.pairs) return this.pairs();
    if (this.arrangement === "single") return this.sheets.map((sheet) => [sheet]);
    const at = (/** @type {Page | null} */ page) => (page ? this.sheets[page.number - 1] : null);
    return spreads(this.state.pages).map((row) => row.map(at));
  }

  /**
   * Lay everything out again, so that the anchor stays where it is.
   * @param {ReturnType<View["anchor"]>} [anchor]
   */
  layout(anchor = this.#anchor()) {
    const rows = this.#rows();
    this.desk.dataset.view = this.pairs ? "pairs" : this.arrangement;
    this.scale = this.#fit(rows);
    this.#all((sheet) => sheet.size(this.scale));
    this.table.style.setProperty("--scale", String(this.scale));
    this.#build(rows);
    // An empty place is as large as the page beside it.
    this.rows.forEach(({ element, pages }) => {
      const beside = pages[0].root.style;
      for (const name of ["--width", "--height"]) element.style.setProperty(name, beside.getPropertyValue(name));
    });
    if (anchor?.sheet.root.isConnected) this.#restore(anchor);
    else this.go(this.wanted);
    this.#look();
    this.sharpen();
  }

  /** CSS px a pt. @param {(Sheet | null)[][]} rows */
  #fit(rows) {
    const typical = this.#typical();
    const ratio = devicePixelRatio || 1;
    const snap = (/** @type {number} */ scale) => {
      const pixels = Math.floor((typical * scale * ratio) / FIT_STEP) * FIT_STEP;
      return Math.max(pixels, FIT_STEP) / typical / ratio;
    };
    if (this.arrangement === "overview" && !this.pairs) return snap((OVERVIEW_WIDTH * this.overview) / typical + 0.01);
    if (typeof this.zoom === "number") return this.zoom * REAL;
    const size = (/** @type {Sheet | null} */ sheet) => sheet?.page ?? this.state.pages[0];
    const widths = rows.map((row) => row.reduce((sum, sheet) => sum + (size(sheet)?.width ?? 0), 0));
    const heights = rows.map((row) => Math.max(...row.map((sheet) => size(sheet)?.height ?? 0)));
    const edge = this.desk.clientWidth < 900 ? EDGE / 2 : EDGE;
    const gap = this.pairs ? EDGE : 0;
    const wide = Math.max(80, this.desk.clientWidth - 2 * edge - gap) / Math.max(1, ...widths);
    if (this.zoom === "width") return snap(wide);
    const high = Math.max(80, this.desk.clientHeight - 2 * edge) / Math.max(1, ...heights);
    return snap(Math.min(wide, high));
  }

  /** Put the rows into the document, if they are others than before. @param {(Sheet | null)[][]} rows */
  #build(rows) {
    const key = (/** @type {Sheet | null} */ sheet) => (sheet ? `${sheet.page.number}${sheet.name}` : "-");
    const shape = `${this.desk.dataset.view} ${rows.map((row) => row.map(key).join("+")).join(" ")}`;
    const built = this.rows.flatMap((row) => row.pages);
    const wanted = rows.flat().filter((sheet) => sheet !== null);
    const same = shape === this.shape && built.every((sheet, index) => sheet === wanted[index]);
    if (same && built.length === wanted.length) return;
    this.shape = shape;
    this.rows = rows.map((row) => {
      const pages = /** @type {Sheet[]} */ (row.filter((sheet) => sheet !== null));
      const gap = () => make("div", { class: "gap" });
      const element = make("div", { class: "row" }, ...row.map((sheet) => sheet?.root ?? gap()));
      return { element, pages };
    });
    this.table.replaceChildren(...this.rows.map((row) => row.element));
  }

  /** The point that is to stay where it is: by default the middle of what is seen. @param {{x: number, y: number}} [around] */
  #anchor(around) {
    const seen = this.desk.getBoundingClientRect();
    const x = around?.x ?? seen.left + seen.width / 2;
    const y = around?.y ?? seen.top + seen.height / 2;
    const row = this.#rowAt(y - seen.top + this.desk.scrollTop, this.current);
    if (!row) return null;
    const apart = (/** @type {Sheet} */ sheet) => {
      const box = sheet.root.getBoundingClientRect();
      return Math.max(0, box.left - x, x - box.right);
    };
    const sheet = row.pages.reduce((a, b) => (apart(b) < apart(a) ? b : a));
    const box = sheet.paper.getBoundingClientRect();
    return { sheet, x, y, across: (x - box.left) / box.width, down: (y - box.top) / box.height };
  }

  /** For types. @returns {{sheet: Sheet, x: number, y: number, across: number, down: number} | null} */
  anchor() {
    return this.#anchor();
  }

  /** @param {ReturnType<View["anchor"]>} anchor */
  #restore(anchor) {
    if (!anchor) return;
    const box = anchor.sheet.paper.getBoundingClientRect();
    const down = box.top + anchor.down * box.height - anchor.y;
    const across = box.left + anchor.across * box.width - anchor.x;
    if (Math.abs(down) >= 0.5) this.desk.scrollTop += down;
    if (Math.abs(across) >= 0.5) this.desk.scrollLeft += across;
  }

  /** The row at a height of the table, px; in the overview the one of the current page if it is there. @param {number} y @param {number} current */
  #rowAt(y, current) {
    const apart = (/** @type {HTMLElement} */ row) => Math.max(0, row.offsetTop - y, y - row.offsetTop - row.offsetHeight);
    let best = null;
    let least = Infinity;
    for (const row of this.rows) {
      const far = apart(row.element) + (row.pages.some((sheet) => sheet.page.number === current) ? -0.5 : 0);
      if (far < least) {
        least = far;
        best = row;
      }
    }
    return best;
  }

  /** See which page is looked at: the row of which most is seen; the one that was asked for, if equal. */
  #look() {
    const top = this.desk.scrollTop;
    const height = this.desk.clientHeight;
    let best = 0;
    /** @type {View["rows"][0] | null} */
    let found = null;
    for (const row of this.rows) {
      const { offsetTop: start, offsetHeight: size } = row.element;
      const seen = (Math.min(start + size, top + height) - Math.max(start, top)) / Math.min(size, height);
      const asked = row.pages.some((sheet) => sheet.page.number === this.wanted && !sheet.name);
      if (seen > 0 && seen + (asked ? 0.01 : 0) > best + 0.001) {
        best = seen + (asked ? 0.01 : 0);
        found = row;
      }
    }
    if (!found) {
      this.moved();
      return;
    }
    const numbers = found.pages.filter((sheet) => !sheet.name).map((sheet) => sheet.page.number);
    const current = numbers.includes(this.wanted) ? this.wanted : numbers[0] ?? this.current;
    this.wanted = current;
    this.current = current;
    this.moved();
  }

  /** How far down the current page the top of what is seen is, as a share of the page; 0 at its top. */
  get down() {
    const sheet = this.sheets[this.current - 1];
    if (!sheet) return 0;
    const box = sheet.paper.getBoundingClientRect();
    const top = this.desk.getBoundingClientRect().top;
    return box.height > this.desk.clientHeight ? Math.max(0, Math.round(((top - box.top) / box.height) * 100) / 100) : 0;
  }

  /**
   * Go to a page: to its top, or so far down as a share says.
   * @param {number} number
   * @param {number} [down]
   */
  go(number, down = 0) {
    const sheet = this.sheets[Math.max(1, Math.min(number, this.sheets.length)) - 1];
    if (!sheet) {
      this.wanted = number;
      return;
    }
    this.wanted = sheet.page.number;
    const row = this.rows.find(({ pages }) => pages.includes(sheet));
    if (!row) return;
    const { offsetTop, offsetHeight } = row.element;
    const spare = this.desk.clientHeight - offsetHeight;
    this.desk.scrollTop = spare > 0 ? offsetTop - spare / 2 : offsetTop - EDGE / 2 + down * offsetHeight + (down ? EDGE / 2 : 0);
    const box = sheet.root.getBoundingClientRect();
    const seen = this.desk.getBoundingClientRect();
    if (box.right < seen.left + 40 || box.left > seen.right - 40) this.desk.scrollLeft += box.left - seen.left - EDGE;
    this.#look();
  }

  /** Go some rows on, or back. @param {number} rows */
  step(rows) {
    const index = this.rows.findIndex(({ pages }) => pages.some((sheet) => sheet.page.number === this.current && !sheet.name));
    for (let at = index + rows; at >= 0 && at < this.rows.length; at += Math.sign(rows)) {
      const sheet = this.rows[at].pages.find((page) => !page.name);
      if (sheet) {
        this.go(sheet.page.number);
        return;
      }
    }
  }

  /** Bring a box of a page into view; when it is seen already, nothing moves. @param {number} number @param {Box} box */
  reveal(number, box) {
    const sheet = this.sheets[number - 1];
    if (!sheet) return;
    const paper = sheet.paper.getBoundingClientRect();
    const seen = this.desk.getBoundingClientRect();
    const unit = paper.width / sheet.page.width;
    const top = paper.top + box[1] * unit;
    const bottom = top + box[3] * unit;
    const left = paper.left + box[0] * unit;
    const right = left + box[2] * unit;
    const tall = bottom - top > seen.height - 2 * EDGE;
    const hidden = tall ? top > seen.bottom - EDGE || bottom < seen.top + EDGE : top < seen.top || bottom > seen.bottom;
    if (hidden) this.desk.scrollTop += top - seen.top - Math.min(seen.height / 3, Math.max(EDGE, seen.height - (bottom - top) - EDGE));
    if (right - left < seen.width) {
      if (left < seen.left) this.desk.scrollLeft += left - seen.left - EDGE;
      else if (right > seen.right) this.desk.scrollLeft += right - seen.right + EDGE;
    }
    if (hidden) {
      this.wanted = number;
      this.#look();
    }
  }

  /** The sheet and the point on it (pt) under a point of the window, or null. @param {{target: EventTarget | null, clientX: number, clientY: number}} event */
  under(event) {
    const paper = event.target instanceof Element ? event.target.closest(".paper") : null;
    const sheet = paper && this.sheets.find((one) => one.paper === paper);
    return sheet ? { sheet, ...sheet.point(event.clientX, event.clientY) } : null;
  }

  /** Ask again for pictures that could not be had. */
  again() {
    this.#all((sheet) => {
      sheet.picture.again();
      sheet.then?.again();
    });
  }
}
