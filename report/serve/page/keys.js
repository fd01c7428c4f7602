// @ts-check
/** The keyboard: every key, what it does, and the list of keys that `?` shows. */

import { byId, make } from "./dom.js";

/** @typedef {[string[], string, () => void]} Key  keys, what it says in the list, what it does */

/** Listen to keys; those that are typed into fields, or with Ctrl, Alt or Meta, are left alone. @param {Record<string, Key[]>} groups */
export function listen(groups) {
  const actions = new Map(Object.values(groups).flatMap((keys) => keys.flatMap(([names, , work]) => names.map((name) => [name, work]))));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (event.key !== "Escape" && isTyping(event.target)) return;
    if (event.key !== "Escape" && document.querySelector("dialog[open]")) return;
    const work = actions.get(event.key);
    if (!work) return;
    event.preventDefault();
    work();
  });
  byId("help-list").replaceChildren(...Object.entries(groups).map(([title, keys]) => {
    const rows = keys.filter(([, words]) => words).flatMap(([names, words]) => [
      make("dt", {}, ...names.slice(0, 2).flatMap((name, index) => [index ? " " : null, make("kbd", {}, shown(name))])),
      make("dd", {}, words),
    ]);
    return make("section", {}, make("h3", {}, title), make("dl", {}, ...rows));
  }));
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["checkbox", "button"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}

/** @param {string} name */
function shown(name) {
  return { Escape: "Esc", " ": "Space" }[name] ?? name;
}
