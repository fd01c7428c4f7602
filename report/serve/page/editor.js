// @ts-check
/** Links that open a file at its line in the editor: by the address, or by the server's command. */

import { icon, make } from "./dom.js";
import { send } from "./interface.js";

let byCommand = false;
let failed = (/** @type {string} */ _problem) => {};

/**
 * Say how files are opened.
 * @param {boolean} command  the server runs the editor's command
 * @param {(problem: string) => void} problem  told when it could not
 */
export function openBy(command, problem) {
  byCommand = command;
  failed = problem;
}

/**
 * A link to a place, such as `data/relief.yaml:12`; plain text where there is none.
 * @param {{file: string, line: number, column?: number, editor?: string | null}} place
 */
export function placeLink(place) {
  const text = place.line ? `${place.file}:${place.line}` : place.file;
  const address = place.editor ?? "";
  // An address that runs a script is no editor's.
  const usable = /^[a-z][a-z\d+.-]*:/i.test(address) && !/^(javascript|data|vbscript):/i.test(address);
  if (!usable && !byCommand) return make("code", { class: "place" }, text);
  const open = async (/** @type {Event} */ event) => {
    if (!byCommand) return;
    event.preventDefault();
    try {
      await send("/api/open", { file: place.file, line: place.line, column: place.column ?? 1 });
    } catch (error) {
      failed(/** @type {Error} */ (error).message);
    }
  };
  const values = { class: "place", href: usable ? address : "#", title: `Open ${text} in the editor`, onclick: open };
  return make("a", values, make("code", {}, text), icon("open"));
}
