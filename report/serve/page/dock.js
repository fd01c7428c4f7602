// @ts-check
/** The panels at the right: findings above, and one of the others below. */

import { byId } from "./dom.js";

const PANELS = ["findings", "inspector", "tokens"];

export class Dock {
  constructor() {
    this.root = byId("dock");
    /** Called when a panel opens or closes. @type {(name: string, open: boolean) => void} */
    this.changed = () => {};
    for (const name of PANELS) {
      byId(`${name}-close`).addEventListener("click", () => {
        this.close(name);
        byId(`tool-${name}`).focus();
      });
      byId(`tool-${name}`).addEventListener("click", () => this.toggle(name));
    }
  }

  /** @param {string} name */
  isOpen(name) {
    return !byId(name).hidden;
  }

  /** Open a panel; with `focus` the keyboard goes there. @param {string} name @param {boolean} [focus] */
  open(name, focus = true) {
    if (name !== "findings") this.close(name === "tokens" ? "inspector" : "tokens");
    this.#set(name, true);
    if (focus) byId(name).focus({ preventScroll: true });
  }

  /** @param {string} name */
  close(name) {
    if (this.isOpen(name)) this.#set(name, false);
  }

  /** @param {string} name */
  toggle(name) {
    if (this.isOpen(name)) this.close(name);
    else this.open(name);
  }

  /** Close the panel that was looked at last; whether there was one. */
  closeOne() {
    const name = PANELS.toReversed().find((one) => this.isOpen(one));
    if (name) this.close(name);
    return Boolean(name);
  }

  /** @param {string} name @param {boolean} open */
  #set(name, open) {
    byId(name).hidden = !open;
    byId(`tool-${name}`).setAttribute("aria-pressed", String(open));
    this.root.hidden = !PANELS.some((one) => this.isOpen(one));
    this.changed(name, open);
  }
}
