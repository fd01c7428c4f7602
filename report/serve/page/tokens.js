// @ts-check
/**
 * The theme's tokens as controls. A change is sent a moment after the last key or drag, the server
 * writes it into the file, and the build follows.
 *
 * @typedef {{path: string, value: any, kind: string, choices?: string[], light?: string | null,
 *   ink?: string | null, unit?: string, line?: number, editor?: string}} Token
 */

import { byId, make, say } from "./dom.js";
import { placeLink } from "./editor.js";
import { ask, send } from "./interface.js";

const DELAY = 250;

export class Tokens {
  /** @param {import("./dock.js").Dock} dock */
  constructor(dock) {
    this.dock = dock;
    this.body = byId("tokens-body");
    this.search = byId("tokens-search");
    this.problem = byId("tokens-problem");
    /** @type {Map<string, {row: HTMLElement, set: (token: Token) => void, group: HTMLElement}>} */
    this.rows = new Map();
    this.shape = "";
    /** @type {Map<string, number>} changes that are not sent yet */
    this.waiting = new Map();
    this.search.addEventListener("input", () => this.#filter());
  }

  /** Read the tokens, when the panel is open. */
  async update() {
    if (!this.dock.isOpen("tokens")) return;
    try {
      const answer = await ask("/api/tokens");
      say(this.problem, answer.error ?? "");
      const tokens = answer.groups.flatMap((/** @type {any} */ group) => group.tokens);
      const shape = answer.groups.map((/** @type {any} */ group) => `${group.name}: ${group.tokens.map((/** @type {Token} */ one) => `${one.path} ${one.kind} ${one.line} ${one.choices ?? ""}`)}`).join("; ");
      if (shape !== this.shape) this.#build(answer, shape);
      tokens.forEach((/** @type {Token} */ token) => this.rows.get(token.path)?.set(token));
    } catch (error) {
      say(this.problem, /** @type {Error} */ (error).message);
    }
  }

  /** @param {any} answer @param {string} shape */
  #build(answer, shape) {
    this.shape = shape;
    const open = new Set([...this.body.querySelectorAll("details[open]")].map((group) => group.dataset.name));
    this.rows.clear();
    const groups = answer.groups.map((/** @type {any} */ group, /** @type {number} */ index) => {
      const element = make("details", { "data-name": group.name, open: open.size ? open.has(group.name) : index === 0 }, make("summary", {}, group.name));
      for (const token of group.tokens) element.append(this.#row(token, group.name, answer.file, element));
      return element;
    });
    this.body.replaceChildren(...groups);
    this.#filter();
  }

  /** @param {Token} token @param {string} group @param {string} file @param {HTMLElement} element */
  #row(token, group, file, element) {
    const short = token.path.startsWith(`${group}.`) ? token.path.slice(group.length + 1) : token.path;
    // A colour stands in two lines, as light and as ink; its name stands before the first.
    const isInk = token.kind === "ink";
    const label = isInk ? `${short.replace(/\.cmyk$/, "")}, ink` : short.replace(/\.srgb$/, "");
    const id = `token-${token.path.replaceAll(/[^\w-]/g, "-")}`;
    const fault = make("p", { class: "fault", role: "alert", id: `${id}-fault` });
    const change = (/** @type {string} */ value) => this.#change(token.path, value, fault, field);
    const field = control(token, id, change);
    const pick = token.kind === "colour" ? make("input", { type: "color", "aria-label": `${label}, pick a colour` }) : null;
    pick?.addEventListener("input", () => {
      field.value = pick.value;
      change(pick.value);
    });
    const title = make("div", { class: "title" }, make("label", { for: id, class: isInk ? "hidden" : null }, label), !isInk && token.line && token.editor ? this.#link(file, token) : null);
    const row = make("div", { class: `token ${token.kind}` }, title, make("div", { class: "fields" }, pick, field, token.unit && make("span", { class: "unit" }, token.unit)), fault);
    const set = (/** @type {Token} */ now) => {
      const busy = this.waiting.has(now.path) || document.activeElement === pick;
      if (!busy && document.activeElement !== field && !fault.textContent) field.value = String(now.value ?? "");
      if (pick && !busy && /^#[0-9a-f]{6}$/i.test(now.light ?? "")) pick.value = now.light;
    };
    field.addEventListener("blur", () => {
      if (!this.waiting.has(token.path)) this.update();
    });
    this.rows.set(token.path, { row, set, group: element });
    return row;
  }

  /** @param {string} file @param {Token} token */
  #link(file, token) {
    const link = placeLink({ file, line: token.line ?? 0, editor: token.editor });
    link.setAttribute("aria-label", `Open ${token.path} in the editor, line ${token.line}`);
    return link;
  }

  /** Send a value a moment after the last change. @param {string} path @param {string} value @param {HTMLElement} fault @param {HTMLElement} field */
  #change(path, value, fault, field) {
    clearTimeout(this.waiting.get(path));
    this.waiting.set(path, setTimeout(async () => {
      let words = "";
      try {
        await send("/api/tokens", { path, value });
      } catch (error) {
        words = /** @type {Error} */ (error).message;
      }
      this.waiting.delete(path);
      say(fault, words);
      if (words) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", fault.id);
      } else field.removeAttribute("aria-invalid");
    }, DELAY));
  }

  /** Show the tokens whose path has the words that are searched. */
  #filter() {
    const words = this.search.value.trim().toLowerCase();
    for (const [path, { row }] of this.rows) row.hidden = Boolean(words) && !path.toLowerCase().includes(words);
    for (const group of this.body.querySelectorAll("details")) {
      const any = group.querySelector(".token:not([hidden])");
      group.hidden = !any;
      if (words && any) group.open = true;
    }
  }
}

/** The field of a token. @param {Token} token @param {string} id @param {(value: string) => void} change @returns {any} */
function control(token, id, change) {
  if (token.kind === "choice") {
    const options = (token.choices ?? []).map((choice) => make("option", { value: choice }, choice));
    const field = make("select", { id }, ...options);
    field.addEventListener("change", () => change(field.value));
    return field;
  }
  const field = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false", inputmode: token.kind === "number" ? "decimal" : null });
  field.addEventListener("input", () => change(field.value));
  if (token.kind === "number" || token.kind === "length") {
    field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      const next = stepped(field.value, event.key === "ArrowUp" ? 1 : -1, event.shiftKey);
      if (next === null) return;
      event.preventDefault();
      field.value = next;
      change(next);
    });
  }
  return field;
}

/** A number with or without a unit, one step of its last digit up or down; with `ten` ten steps. @param {string} text @param {number} way @param {boolean} ten */
function stepped(text, way, ten) {
  const found = /^\s*(-?\d+(?:\.(\d+))?)(.*)$/.exec(text);
  if (!found) return null;
  const digits = found[2]?.length ?? 0;
  return (Number(found[1]) + way * (ten ? 10 : 1) * 10 ** -digits).toFixed(digits) + found[3];
}
