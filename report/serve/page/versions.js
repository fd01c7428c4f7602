// @ts-check
/**
 * Before and after: the pages of the last commit, of the start, or of the build before, beside the
 * pages of now, over them as an onion skin, or in turn with them.
 *
 * @typedef {import("./interface.js").Page} Page
 * @typedef {{of: string, title: string, pages: Page[], pairs: [number | null, number | null][],
 *   differing: [number | null, number | null][]}} Version
 */

import { byId, count, make, say } from "./dom.js";
import { Problem, ask } from "./interface.js";

const NAMES = { commit: "Last commit", start: "Start of the server", previous: "Build before" };
const BLINK = 900;
const ASK_AGAIN = 1000;

export class Versions {
  /** @param {import("./view.js").View} view */
  constructor(view) {
    this.view = view;
    this.bar = byId("compare");
    this.of = byId("compare-of");
    this.share = byId("compare-share");
    this.note = byId("compare-note");
    this.only = byId("compare-only");
    this.mode = "beside";
    /** @type {Version | null} */
    this.version = null;
    this.asked = 0;
    this.timer = 0;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.paused = false;
    this.of.addEventListener("change", () => this.load());
    this.only.addEventListener("change", () => this.#show());
    this.share.addEventListener("input", () => this.#mix(Number(this.share.value) / 100));
    for (const mode of ["beside", "onion", "blink"]) {
      byId(`compare-${mode}`).addEventListener("click", () => {
        this.mode = mode;
        this.#show();
      });
    }
    byId("compare-pause").addEventListener("click", () => this.pause());
    byId("compare-swap").addEventListener("click", () => this.swap());
    byId("compare-next").addEventListener("click", () => this.change(1));
    byId("compare-previous").addEventListener("click", () => this.change(-1));
    byId("compare-close").addEventListener("click", () => this.close());
  }

  get isOpen() {
    return !this.bar.hidden;
  }

  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  open() {
    this.bar.hidden = false;
    byId("tool-compare").setAttribute("aria-pressed", "true");
    this.load();
  }

  close() {
    this.bar.hidden = true;
    byId("tool-compare").setAttribute("aria-pressed", "false");
    this.asked += 1;
    this.version = null;
    this.#show();
    this.view.desk.focus({ preventScroll: true });
  }

  /** Take the versions that there are; after a build, compare again. @param {string[]} names */
  update(names) {
    const known = [...this.of.options].map((option) => option.value);
    if (known.join() !== names.join()) {
      const value = this.of.value;
      this.of.replaceChildren(...names.map((name) => make("option", { value: name }, NAMES[/** @type {keyof NAMES} */ (name)] ?? name)));
      if (names.includes(value)) this.of.value = value;
    }
    byId("tool-compare").disabled = !names.length && !this.isOpen;
    if (this.isOpen) this.load();
  }

  /** Ask for the chosen version; again while it is being built. */
  async load() {
    this.asked += 1;
    const asked = this.asked;
    if (!this.of.value) {
      say(this.note, "There is no version to compare with yet.");
      return;
    }
    try {
      for (;;) {
        const answer = await ask("/api/versions", { of: this.of.value });
        if (asked !== this.asked) return;
        if (!answer.building) {
          this.version = answer;
          this.#show();
          return;
        }
        say(this.note, "The version is being built…");
        await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
        if (asked !== this.asked) return;
      }
    } catch (error) {
      if (asked !== this.asked) return;
      this.version = null;
      this.#show();
      say(this.note, error instanceof Problem ? error.message : "The server cannot be reached.");
    }
  }

  /** Pairs of pages that differ. */
  #differing() {
    return this.version?.differing ?? [];
  }

  #show() {
    const version = this.version;
    clearInterval(this.timer);
    for (const mode of ["beside", "onion", "blink"]) {
      byId(`compare-${mode}`).setAttribute("aria-pressed", String(mode === this.mode));
    }
    byId("compare-share-field").hidden = this.mode !== "onion";
    byId("compare-pause").hidden = this.mode !== "blink" || this.calm.matches;
    byId("compare-swap").hidden = this.mode !== "blink";
    byId("compare-only-field").hidden = this.mode !== "beside";
    const beside = version && this.mode === "beside";
    if (beside) this.#lay(version);
    else {
      this.view.pairs = null;
      this.view.others.forEach((sheet) => this.view.discard(sheet));
      this.view.others = [];
    }
    const pairs = version && !beside ? version.pairs : [];
    this.view.sheets.forEach((sheet) => {
      const pair = pairs.find(([, now]) => now === sheet.page.number);
      sheet.over(pair?.[0] && version ? version.pages[pair[0] - 1] : null);
    });
    this.view.layout();
    if (!version) {
      this.view.desk.removeAttribute("data-compare");
      return;
    }
    this.view.desk.dataset.compare = this.mode;
    this.#mix(this.mode === "onion" ? Number(this.share.value) / 100 : 0);
    this.#blink();
    this.#tell(version);
  }

  /** Lay the version's pages beside those of now. @param {Version} version */
  #lay(version) {
    const old = new Map(this.view.others.map((sheet) => [sheet.page.number, sheet]));
    this.view.others = version.pages.map((page) => {
      const sheet = old.get(page.number) ?? this.view.sheet(page, " before");
      old.delete(page.number);
      sheet.update(page);
      return sheet;
    });
    old.forEach((sheet) => this.view.discard(sheet));
    this.view.pairs = () => {
      const shown = this.only.checked ? this.#differing() : version.pairs;
      return shown
        .map(([then, now]) => [this.view.others[(then ?? 0) - 1] ?? null, this.view.sheets[(now ?? 0) - 1] ?? null])
        .filter((row) => row.some(Boolean));
    };
  }

  /** @param {Version} version */
  #tell(version) {
    const pairs = this.#differing();
    const added = pairs.filter(([then]) => !then).length;
    const removed = pairs.filter(([, now]) => !now).length;
    const changed = pairs.length - added - removed;
    const parts = [
      changed && `${count(changed, "page")} changed`,
      added && `${added} added`,
      removed && `${removed} removed`,
    ].filter(Boolean);
    say(this.note, `${version.title}: ${parts.join(", ") || "all pages are the same"}`);
    byId("compare-next").disabled = byId("compare-previous").disabled = !pairs.length;
  }

  /** How much of the version is seen, 0 to 1. @param {number} share */
  #mix(share) {
    this.view.table.style.setProperty("--then", String(share));
    const words = share === 1 ? "before" : share === 0 ? "now" : `${Math.round(share * 100)} % before`;
    byId("compare-swap").textContent = `Showing: ${words}`;
  }

  #blink() {
    clearInterval(this.timer);
    if (this.mode !== "blink" || this.paused || this.calm.matches) return;
    this.timer = setInterval(() => this.swap(), BLINK);
  }

  /** Show the other one of the two, in turn. */
  swap() {
    if (!this.version || this.mode !== "blink") return;
    const now = this.view.table.style.getPropertyValue("--then") === "1";
    this.#mix(now ? 0 : 1);
  }

  /** Stop the turns, or go on with them. */
  pause() {
    this.paused = !this.paused;
    byId("compare-pause").textContent = this.paused ? "Go on" : "Pause";
    this.#blink();
  }

  /** Go to the next page that differs, or the one before. @param {number} step */
  change(step) {
    const numbers = this.#differing().map(([, now]) => now).filter((now) => now !== null);
    const current = this.view.current;
    const found = step > 0 ? numbers.find((one) => one > current) ?? numbers[0] : numbers.findLast((one) => one < current) ?? numbers.at(-1);
    if (found) this.view.go(found);
  }
}
