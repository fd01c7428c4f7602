// @ts-check
/** Making elements, and remembering small choices. Styles are set by properties, never inline. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Make an element. `on…` values are listeners, `class` and `aria-…` are attributes, other values
 * are attributes too; `true` is an empty attribute, `false` and null none.
 * @param {string} tag
 * @param {Record<string, any>} [values]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function make(tag, values = {}, ...children) {
  return fill(document.createElement(tag), values, children);
}

/**
 * Make an SVG element; values and children as for `make`.
 * @param {string} tag
 * @param {Record<string, any>} [values]
 * @param {...(Node | string)} children
 * @returns {any}
 */
export function draw(tag, values = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), values, children);
}

/** @param {Element} element @param {Record<string, any>} values @param {any[]} children */
function fill(element, values, children) {
  for (const [name, value] of Object.entries(values)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, String(value));
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** An icon of the sprite in index.html. @param {string} name @returns {any} */
export function icon(name) {
  return draw("svg", { class: "icon", "aria-hidden": "true" }, draw("use", { href: `#icon-${name}` }));
}

/** A button with an icon and a label that is read aloud. @returns {HTMLButtonElement} */
export function iconButton(/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ onclick) {
  return make("button", { type: "button", class: "tool", "aria-label": label, title: label, onclick }, icon(name));
}

/** The element with an id, which index.html has. @param {string} id @returns {any} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

/** Set the text of an element only when it changes, so that it is announced once. */
export function say(/** @type {Element} */ element, /** @type {string} */ text) {
  if (element.textContent !== text) element.textContent = text;
}

/** What was kept under a name, or null; a browser may refuse to keep anything. */
export function recall(/** @type {string} */ name) {
  try {
    return localStorage.getItem(`report.${name}`);
  } catch {
    return null;
  }
}

/** Keep a small choice for the next visit. */
export function keep(/** @type {string} */ name, /** @type {string} */ value) {
  try {
    localStorage.setItem(`report.${name}`, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

/** "1 page", "3 pages". */
export function count(/** @type {number} */ number, /** @type {string} */ one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}

/** A function that calls `work` once, `delay` ms after its last call. */
export function later(/** @type {(...values: any[]) => void} */ work, /** @type {number} */ delay) {
  let timer = 0;
  return (/** @type {any[]} */ ...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...values), delay);
  };
}
