// @ts-check
/**
 * The inspector: outlines the block under the pointer, and tells of a chosen block where its words,
 * its template and its rules stand, how it is set, and the facts in it.
 *
 * @typedef {import("./interface.js").Box} Box
 * @typedef {import("./interface.js").Place} Place
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {{box: Box, kind: string, id: string | null, source: Place | null}} Outline
 */

import { byId, make } from "./dom.js";
import { placeLink } from "./editor.js";
import { ask } from "./interface.js";

export class Inspector {
  /** @param {import("./view.js").View} view @param {import("./dock.js").Dock} dock */
  constructor(view, dock) {
    this.view = view;
    this.dock = dock;
    this.body = byId("inspector-body");
    /** @type {Map<string, Promise<Outline[]>>} */
    this.known = new Map();
    /** @type {{page: number, x: number, y: number} | null} */
    this.chosen = null;
    /** @type {any[]} */
    this.blocks = [];
    this.level = 0;
    this.over = "";
    this.asked = 0;
    view.desk.addEventListener("pointermove", (event) => this.isOn && event.pointerType !== "touch" && this.#hover(event));
    view.desk.addEventListener("pointerleave", () => this.#clear("hover"));
    view.desk.addEventListener("click", (event) => (this.isOn || event.altKey) && this.#click(event));
    view.desk.addEventListener("dblclick", (event) => this.isOn || this.#click(event));
  }

  get isOn() {
    return this.dock.isOpen("inspector");
  }

  /** Called when the panel opens or closes. @param {boolean} open */
  switched(open) {
    this.view.desk.toggleAttribute("data-inspect", open);
    if (open) this.#outline();
    else {
      this.#clear("hover");
      this.#clear("chosen");
      this.chosen = null;
      this.blocks = [];
    }
  }

  /** Ask again after a build. */
  update() {
    this.known.clear();
    if (!this.isOn) return;
    if (this.chosen) this.at(this.chosen.page, this.chosen.x, this.chosen.y, this.level);
    else this.#outline();
  }

  /** Called when another page is looked at. */
  moved() {
    if (this.isOn && !this.blocks.length) this.#outline();
  }

  /** @param {string} kind */
  #clear(kind) {
    this.over = "";
    this.view.sheets.forEach((sheet) => sheet.layer(kind, []));
  }

  /** The blocks of a page, outermost first. @param {Sheet} sheet @returns {Promise<Outline[]>} */
  #boxes(sheet) {
    const { number, look } = sheet.page;
    const key = `${number} ${look}`;
    const known = this.known.get(key) ?? ask("/api/boxes", { page: number }).then((answer) => answer.blocks);
    known.catch(() => this.known.delete(key));
    this.known.set(key, known);
    return known;
  }

  /** @param {PointerEvent} event */
  async #hover(event) {
    const found = this.view.under(event);
    if (!found) {
      this.#clear("hover");
      return;
    }
    const blocks = await this.#boxes(found.sheet).catch(() => []);
    const block = innermost(blocks, found.x, found.y);
    const over = block ? `${found.sheet.page.number} ${block.box}` : "";
    if (over === this.over) return;
    this.#clear("hover");
    this.over = over;
    if (block) found.sheet.mark("hover", [block.box]);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const found = this.view.under(event);
    if (!found || this.view.arrangement === "overview") return;
    event.preventDefault();
    getSelection()?.removeAllRanges();
    if (!this.isOn) this.dock.open("inspector", false);
    this.at(found.sheet.page.number, found.x, found.y);
  }

  /**
   * Tell what stands at a point (pt) of a page.
   * @param {number} page
   * @param {number} x
   * @param {number} y
   * @param {number} [level]  0 is the innermost block
   */
  async at(page, x, y, level = 0) {
    this.asked += 1;
    const asked = this.asked;
    this.chosen = { page, x, y };
    try {
      const { blocks } = await ask("/api/at", { page, x: x.toFixed(2), y: y.toFixed(2) });
      if (asked !== this.asked || !this.isOn) return;
      this.blocks = blocks;
      this.#choose(Math.min(level, Math.max(0, blocks.length - 1)));
    } catch (error) {
      if (asked !== this.asked) return;
      this.blocks = [];
      this.body.replaceChildren(make("p", { class: "quiet" }, /** @type {Error} */ (error).message));
    }
  }

  /** Show one of the blocks at the point. @param {number} level */
  #choose(level) {
    this.level = level;
    const block = this.blocks[level];
    this.#clear("chosen");
    if (!block || !this.chosen) {
      const back = make("button", { type: "button", class: "link", onclick: () => this.#back() }, "Blocks of this page");
      this.body.replaceChildren(make("p", { class: "quiet" }, "Nothing stands here."), back);
      return;
    }
    this.view.sheets[this.chosen.page - 1]?.mark("chosen", [block.box]);
    this.body.replaceChildren(this.#path(level), ...describe(block));
  }

  #back() {
    this.chosen = null;
    this.blocks = [];
    this.#clear("chosen");
    this.#outline();
  }

  /** The blocks from the outermost to the innermost, each a button. @param {number} level */
  #path(level) {
    const items = this.blocks.map((block, index) => {
      const values = { type: "button", "aria-pressed": String(index === level), onclick: () => this.#choose(index) };
      return make("li", {}, make("button", values, name(block)));
    });
    const back = make("button", { type: "button", class: "link", onclick: () => this.#back() }, "All blocks of the page");
    return make("nav", { class: "path", "aria-label": "Blocks around this one" }, make("ol", {}, ...items.reverse()), back);
  }

  /** List all blocks of the page that is looked at, for the keyboard. */
  async #outline() {
    const sheet = this.view.sheets[this.view.current - 1];
    if (!sheet) return;
    const blocks = await this.#boxes(sheet).catch(() => []);
    if (!this.isOn || this.blocks.length) return;
    const items = blocks.map((block) => {
      const [x, y, width, height] = block.box;
      const here = () => sheet.mark("hover", [block.box]);
      const choose = () => this.#from(sheet, block, x + width / 2, y + height / 2);
      const button = make("button", { type: "button", onclick: choose, onfocus: here, onpointerenter: here, onblur: () => this.#clear("hover"), onpointerleave: () => this.#clear("hover") },
        make("span", {}, name(block)), block.source && make("span", { class: "where" }, `${block.source.file.split("/").at(-1)}:${block.source.line}`));
      return make("li", {}, button);
    });
    const hint = make("p", { class: "quiet" }, "Click something on a page, or choose a block of this page:");
    this.body.replaceChildren(hint, make("ul", { class: "blocks" }, ...items));
  }

  /** Choose a block of the list: the level at its middle that has its box. @param {Sheet} sheet @param {Outline} block @param {number} x @param {number} y */
  async #from(sheet, block, x, y) {
    await this.at(sheet.page.number, x, y);
    const same = this.blocks.findIndex((one) => one.box.every((/** @type {number} */ value, /** @type {number} */ index) => Math.abs(value - block.box[index]) < 0.5));
    if (same >= 0) this.#choose(same);
    this.view.reveal(sheet.page.number, block.box);
    this.body.querySelector("[aria-pressed=true]")?.focus();
  }
}

/** The smallest block around a point; of equal ones the last. @param {Outline[]} blocks @param {number} x @param {number} y */
function innermost(blocks, x, y) {
  const area = (/** @type {Outline} */ block) => block.box[2] * block.box[3];
  return blocks
    .filter(({ box: [left, top, width, height] }) => x >= left && x <= left + width && y >= top && y <= top + height)
    .reduce((/** @type {Outline | null} */ best, block) => (!best || area(block) <= area(best) ? block : best), null);
}

/** @param {{kind: string, id: string | null}} block */
function name(block) {
  return block.id ? `${block.kind} ${block.id}` : block.kind;
}

/** @param {string} title @param {...(Node | null)} children */
function part(title, ...children) {
  const shown = children.filter((child) => child !== null);
  return shown.length ? make("section", {}, make("h3", {}, title), ...shown) : null;
}

/** @param {[string, string | null | undefined][]} rows */
function table(rows) {
  const cells = rows.filter(([, value]) => value).flatMap(([key, value]) => [make("dt", {}, key), make("dd", {}, value)]);
  return cells.length ? make("dl", {}, ...cells) : null;
}

/** A colour as light and as ink. @param {{light?: string | null, ink?: string | null} | null | undefined} colour */
function colours(colour) {
  if (!colour?.light && !colour?.ink) return null;
  const patch = make("span", { class: "swatch", "aria-hidden": "true" });
  if (colour.light) patch.style.setProperty("--colour", colour.light);
  const values = [colour.light, colour.ink].filter(Boolean).map((value) => make("span", {}, value));
  return make("p", { class: "colour" }, patch, ...values);
}

/** All that is known of a block. @param {any} block @returns {HTMLElement[]} */
function describe(block) {
  const computed = block.computed ?? {};
  // The strongest rule first.
  const rules = (block.styles ?? []).toReversed().map((/** @type {any} */ rule) => {
    const lines = Object.entries(rule.declarations ?? {}).map(([key, value]) => make("div", {}, make("span", { class: "key" }, key), `: ${value};`));
    return make("div", { class: "rule" }, make("div", { class: "selector" }, make("code", {}, rule.selector), placeLink(rule)), make("div", { class: "declarations" }, ...lines));
  });
  const facts = (block.facts ?? []).map((/** @type {any} */ fact) => make("div", { class: "fact" },
    make("div", { class: "selector" }, make("code", {}, fact.id), fact.file && placeLink(fact)),
    table([["Value", [fact.value, fact.unit].filter(Boolean).join(" ")], ["Period", fact.period], ["Source", fact.source]])));
  const markup = block.tag ? make("code", { class: "markup" }, `<${block.tag}${block.classes?.length ? ` class="${block.classes.join(" ")}"` : ""}>`) : null;
  return [
    part("Data", block.source && placeLink(block.source)),
    part("Facts", ...facts),
    part("Type", table([["Size", computed.size], ["Leading", computed.leading], ["Face", computed.face], ["Weight", computed.weight], ["Colour", computed.colour?.name]]), colours(computed.colour)),
    part("Template", block.template && placeLink(block.template), markup),
    part("Style", ...rules),
    part("Place", table([["From left, top", `${block.box[0].toFixed(1)}, ${block.box[1].toFixed(1)} pt`], ["Width × height", `${block.box[2].toFixed(1)} × ${block.box[3].toFixed(1)} pt`]])),
  ].filter((section) => section !== null);
}
