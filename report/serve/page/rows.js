// @ts-check
/**
 * Which pages stand beside which, and which page of a new build is which of the one before.
 * Nothing here touches the document.
 *
 * @typedef {import("./interface.js").Page} Page
 * @typedef {import("./interface.js").Entry} Entry
 */

/** Whether a page is a right-hand one: by its printed number where it has one. @param {Page} page */
export function isRight(page) {
  const printed = Number(page.label);
  return (Number.isInteger(printed) && printed > 0 ? printed : page.number) % 2 === 1;
}

/**
 * Rows of facing pages; null stands where there is no page.
 * @param {Page[]} pages
 * @returns {(Page | null)[][]}
 */
export function spreads(pages) {
  const rows = [];
  for (let index = 0; index < pages.length; index += 1) {
    const page = pages[index];
    const next = pages[index + 1];
    if (isRight(page)) rows.push([null, page]);
    else if (next && isRight(next)) {
      rows.push([page, next]);
      index += 1;
    } else rows.push([page, null]);
  }
  return rows;
}

/**
 * For each page of `after`, the index of the page of `before` that it continues, or -1. Equal
 * pictures belong together. Folios change when a page is inserted, and the pictures with them: such
 * a page is as far from its heading in the contents as it was.
 * @param {{pages: Page[], contents: Entry[]}} before
 * @param {{pages: Page[], contents: Entry[]}} after
 * @returns {number[]}
 */
export function align(before, after) {
  const [old, now] = [before.pages, after.pages];
  const found = new Array(now.length).fill(-1);
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head].look === now[head].look) head += 1;
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail)?.look === now.at(-1 - tail)?.look) tail += 1;
  for (let index = 0; index < head; index += 1) found[index] = index;
  for (let index = 1; index <= tail; index += 1) found[now.length - index] = old.length - index;
  let from = head;
  for (let index = head; index < now.length - tail; index += 1) {
    const same = old.findIndex((page, place) => place >= from && page.look === now[index].look);
    if (same >= 0 && same < old.length - tail) {
      found[index] = same;
      from = same + 1;
    }
  }
  const used = new Set(found);
  for (let index = head; index < now.length - tail; index += 1) {
    const place = byHeading(after, before, index + 1) - 1;
    const isMutual = byHeading(before, after, place + 1) === index + 1;
    if (found[index] < 0 && isMutual && !used.has(place) && place < old.length) {
      found[index] = place;
      used.add(place);
    }
  }
  return found;
}

/**
 * The number that page `number` of one state should have in another, by the heading above it.
 * @param {{contents: Entry[]}} from
 * @param {{contents: Entry[]}} to
 * @param {number} number
 */
function byHeading(from, to, number) {
  const above = from.contents.filter((entry) => entry.page <= number);
  for (const entry of above.reverse()) {
    const alike = (/** @type {Entry} */ other) => other.title === entry.title && other.level === entry.level;
    const there = to.contents.filter(alike)[from.contents.filter(alike).indexOf(entry)];
    if (there) return Math.max(1, number + there.page - entry.page);
  }
  return number;
}

/**
 * The number of the page that shows what page `number` showed before.
 * @param {{pages: Page[], contents: Entry[]}} before
 * @param {{pages: Page[], contents: Entry[]}} after
 * @param {number[]} known  what `align` gave
 * @param {number} number
 */
export function follow(before, after, known, number) {
  const index = known.indexOf(number - 1);
  const there = index >= 0 ? index + 1 : byHeading(before, after, number);
  return Math.max(1, Math.min(there, after.pages.length));
}
