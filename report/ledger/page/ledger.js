// @ts-check
// A click on a place of a fact shows its page, with the number outlined; the field filters facts.
"use strict";

document.body.classList.add("scripted");
const said = /** @type {HTMLElement} */ (document.querySelector("[role=status]"));
const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("td a"));
const rows = /** @type {NodeListOf<HTMLTableRowElement>} */ (document.querySelectorAll("tbody tr"));

/** Show the page of a link, and outline the boxes of its fact there. @param {HTMLAnchorElement} link */
function show(link) {
  const page = document.querySelector(link.hash);
  if (!page) return;
  for (const old of document.querySelectorAll("figure.shown, .outline")) {
    old.classList.contains("outline") ? old.remove() : old.classList.remove("shown");
  }
  for (const other of links) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  page.classList.add("shown");
  const [width, height] = (page.getAttribute("data-size") || "1 1").split(" ").map(Number);
  for (const box of (link.dataset.boxes || "").split(";")) {
    const [left, top, right, foot] = box.split(" ").map(Number);
    const outline = document.createElement("div");
    outline.className = "outline";
    outline.style.left = `calc(${(100 * left) / width}% - 4px)`;
    outline.style.top = `calc(${(100 * top) / height}% - 4px)`;
    outline.style.width = `calc(${(100 * (right - left)) / width}% + 8px)`;
    outline.style.height = `calc(${(100 * (foot - top)) / height}% + 8px)`;
    page.append(outline);
    outline.scrollIntoView({ block: "center" });
  }
  said.textContent = link.title;
}

for (const link of links) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link);
  });
}

const field = /** @type {HTMLInputElement} */ (document.querySelector("input"));
field.addEventListener("input", () => {
  const wanted = field.value.trim().toLowerCase();
  let count = 0;
  for (const row of rows) {
    row.hidden = !(row.textContent || "").toLowerCase().includes(wanted);
    count += row.hidden ? 0 : 1;
  }
  said.textContent = `${count} fact${count === 1 ? "" : "s"}`;
});
