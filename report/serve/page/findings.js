// @ts-check
/** What is wrong: errors with the lines around them, warnings as a quiet list. */

import { byId, count, make } from "./dom.js";
import { placeLink } from "./editor.js";

/** @typedef {import("./interface.js").Finding} Finding */
/** @typedef {import("./interface.js").State} State */

export class Findings {
  /** @param {import("./view.js").View} view @param {import("./dock.js").Dock} dock */
  constructor(view, dock) {
    this.view = view;
    this.dock = dock;
    this.body = byId("findings-body");
    this.badge = byId("badge");
    this.written = "";
    this.failing = false;
    this.opened = false;
  }

  /** Take the findings of a build; errors open the panel, their repair closes it. @param {State} state */
  update(state) {
    const errors = state.findings.filter((one) => one.severity === "error");
    const others = state.findings.filter((one) => one.severity !== "error");
    const failing = errors.length > 0 || Boolean(state.problem);
    this.badge.textContent = String(errors.length || others.length || "");
    this.badge.dataset.severity = failing ? "error" : others.length ? "warning" : "";
    byId("tool-findings").setAttribute("aria-label", `Findings: ${this.summary(state)}`);
    const written = JSON.stringify([state.findings, state.problem]);
    if (written !== this.written) {
      this.written = written;
      this.#write(state, errors, others);
    }
    if (failing && !this.failing) {
      this.opened = !this.dock.isOpen("findings");
      this.dock.open("findings", false);
    } else if (!failing && this.failing && this.opened) this.dock.close("findings");
    this.failing = failing;
  }

  /** In a few words. @param {State} state */
  summary(state) {
    const number = (/** @type {string} */ severity) => state.findings.filter((one) => one.severity === severity).length;
    const parts = [["error", number("error")], ["warning", number("warning")], ["note", number("note")]]
      .filter(([, many]) => many)
      .map(([name, many]) => count(Number(many), String(name)));
    return parts.length ? parts.join(", ") : state.problem ? "the build failed" : "none";
  }

  /** @param {State} state @param {Finding[]} errors @param {Finding[]} others */
  #write(state, errors, others) {
    const children = [];
    if (state.problem && !errors.length) {
      const words = state.problem;
      children.push(make("article", { class: "finding error" }, make("p", { class: "message" }, words)));
    }
    children.push(...errors.map((one) => this.#full(one)));
    if (others.length) {
      const open = !errors.length && others.length < 6;
      const names = others.some((one) => one.severity === "warning") ? "warning" : "note";
      const rows = others.map((one) => this.#quiet(one));
      const title = make("summary", {}, count(others.length, others.every((one) => one.severity === names) ? names : "warnings and notes", names === "note" ? "notes" : others.every((one) => one.severity === names) ? "warnings" : "warnings and notes"));
      children.push(make("details", { class: "others", open }, title, make("ul", {}, ...rows)));
    }
    if (!children.length) children.push(make("p", { class: "quiet" }, "Nothing is wrong."));
    this.body.replaceChildren(...children);
  }

  /** @param {Finding} finding */
  #full(finding) {
    const head = make("header", {}, make("span", { class: "code" }, finding.code), this.#place(finding), this.#page(finding));
    const hint = finding.hint && make("p", { class: "hint" }, finding.hint);
    const message = make("p", { class: "message" }, finding.message);
    return make("article", { class: `finding ${finding.severity}` }, head, message, this.#lines(finding), hint);
  }

  /** The lines around the finding, the line itself marked. @param {Finding} finding */
  #lines(finding) {
    if (!finding.lines?.length) return null;
    const rows = finding.lines.map(([number, text]) => {
      const here = number === finding.line;
      const words = make("span", { class: "text" }, text);
      if (here && finding.column > 0 && finding.column <= text.length) {
        const at = finding.column - 1;
        words.replaceChildren(text.slice(0, at), make("mark", {}, text.slice(at, at + 1)), text.slice(at + 1));
      }
      return make("div", { class: here ? "line here" : "line" }, make("span", { class: "number" }, String(number)), words);
    });
    const values = { class: "lines", lang: "zh-Hant-HK", tabindex: "0", role: "group", "aria-label": `Lines of ${finding.file}` };
    return make("div", values, ...rows);
  }

  /** @param {Finding} finding */
  #quiet(finding) {
    const place = make("div", { class: "where" }, make("span", { class: "code" }, finding.code), this.#place(finding), this.#page(finding));
    return make("li", {}, finding.message, place);
  }

  /** @param {Finding} finding */
  #place(finding) {
    return finding.file ? placeLink(finding) : null;
  }

  /** @param {Finding} finding */
  #page(finding) {
    if (!finding.page) return null;
    const page = finding.page;
    const label = this.view.state.pages[page - 1]?.label ?? String(page);
    return make("button", { type: "button", class: "link", onclick: () => this.view.go(page) }, `page ${label}`);
  }
}
