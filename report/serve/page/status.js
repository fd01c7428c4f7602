// @ts-check
/** What is going on: the state of the build and of the connection, at the foot and as a banner. */

import { byId, count, say } from "./dom.js";

/** @typedef {import("./interface.js").State} State */

// A build that is quicker than this is not worth a moving bar.
const SHOW_AFTER = 300;

export class Status {
  constructor() {
    this.line = byId("status");
    this.light = byId("light");
    this.bar = byId("progress");
    this.banner = byId("banner");
    this.bannerText = byId("banner-text");
    this.timer = 0;
    this.began = 0;
    this.seconds = 0;
    this.connection = "connecting";
    this.notice = "";
    /** @type {State | null} */
    this.state = null;
  }

  /** A build began. */
  building() {
    this.light.dataset.state = "building";
    this.began ||= performance.now();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.bar.hidden = false;
      this.bar.removeAttribute("value");
      if (this.connection === "connected") say(this.line, "Building…");
    }, SHOW_AFTER);
  }

  /** Some parts of a build are made. @param {number} number @param {number} of */
  part(number, of) {
    this.bar.max = of;
    this.bar.value = number;
  }

  /** The build ended. @param {State} state @param {string} findings  in a few words */
  built(state, findings) {
    clearTimeout(this.timer);
    this.state = state;
    this.findings = findings;
    if (state.building) {
      this.building();
      return;
    }
    this.bar.hidden = true;
    if (this.began) this.seconds = (performance.now() - this.began) / 1000;
    this.began = 0;
    this.#write();
  }

  /** Say what is wrong with this page itself, until it is reloaded. @param {string} words */
  warn(words) {
    this.notice = words;
    this.#write();
  }

  /** @param {"connected" | "reconnecting" | "refused"} connection */
  connected(connection) {
    this.connection = connection;
    this.#write();
  }

  #write() {
    const failing = this.#failing();
    this.light.dataset.state = this.connection !== "connected" ? "away" : failing ? "error" : "ready";
    say(this.line, this.#words());
    const banner = this.#bannerWords();
    this.banner.hidden = !banner;
    const away = this.connection !== "connected" || Boolean(this.notice);
    this.banner.dataset.state = away ? "away" : "error";
    say(this.bannerText, banner);
    byId("banner-show").hidden = away;
    document.body.toggleAttribute("data-old", failing);
  }

  #failing() {
    return Boolean(this.state?.problem) || Boolean(this.state?.pages.some((page) => page.stale));
  }

  #words() {
    if (this.connection === "refused") return "The server is another one";
    if (this.connection === "reconnecting") return "Reconnecting…";
    const state = this.state;
    if (!state) return "Connecting…";
    if (this.#failing()) return `Build failed: ${this.findings}`;
    if (!state.pages.length) return "Making the first pages…";
    const took = this.seconds ? `, ${this.seconds.toFixed(2)} s` : "";
    const labels = state.changed.map((number) => state.pages[number - 1]?.label ?? number);
    const changed = labels.length === 0 ? "" :
      labels.length === state.pages.length ? ", all pages new" :
      labels.length > 6 ? `, ${count(labels.length, "page")} new` :
      `, ${labels.length === 1 ? "page" : "pages"} ${labels.join(", ")} new`;
    const found = this.findings === "none" ? "" : ` · ${this.findings}`;
    return `Build ${state.build}${took}${changed}${found}`;
  }

  #bannerWords() {
    if (this.connection === "refused") {
      return "Another server answers here now, and this page is not its own. Open the address that “report serve” printed.";
    }
    if (this.connection === "reconnecting") return "The server does not answer. These are the last pages; reconnecting…";
    if (this.notice) return this.notice;
    if (!this.#failing()) return "";
    return "The last build failed. These are the pages of the last good one.";
  }
}
