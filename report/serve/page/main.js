// @ts-check
/** Puts the parts of the page together: the state of the server, the view, the panels, the keys. */

import { Dock } from "./dock.js";
import { byId, keep, make, recall, say } from "./dom.js";
import { openBy } from "./editor.js";
import { Find } from "./find.js";
import { Findings } from "./findings.js";
import { watchGestures } from "./gestures.js";
import { Inspector } from "./inspector.js";
import { Events, Outdated, Refused, ask, send } from "./interface.js";
import { listen } from "./keys.js";
import { OVERLAYS, Overlays } from "./overlays.js";
import { keepPlace, read } from "./place.js";
import { Side } from "./side.js";
import { Status } from "./status.js";
import { Tokens } from "./tokens.js";
import { Versions } from "./versions.js";
import { View } from "./view.js";

/** @typedef {import("./interface.js").State} State */
/** @typedef {import("./interface.js").Box} Box */

const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5];
const POINTED = 2500;

const desk = byId("desk");
const view = new View(desk, byId("table"));
const dock = new Dock();
const status = new Status();
const find = new Find(view);
const findings = new Findings(view, dock);
const inspector = new Inspector(view, dock);
const overlays = new Overlays(view);
const versions = new Versions(view);
const tokens = new Tokens(dock);
const narrow = matchMedia("(width < 900px)");
const side = new Side(view, () => narrow.matches && showSide(false));
const keepAddress = keepPlace(view);
/** @type {State | null} */
let state = null;
// The address tells where to begin; it is not written before there are pages.
const beginning = read();
let started = false;
/** Regions that changed, by page, since the state was asked for last. @type {Record<string, Box[]>} */
let regions = {};

// The state of the server ------------------------------------------------------------------------

let asking = false;
let askAgain = false;

/** Ask for the state and show it; a call during a question asks once more after it. */
async function refresh() {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  do {
    askAgain = false;
    try {
      show(await ask("/api/state", { sha256: "no" }));
    } catch (error) {
      if (error instanceof Outdated) status.warn(error.message);
      else if (error instanceof Refused) status.connected("refused");
      // Else the server is away: the stream of events ends too, and asks again when it is back.
    }
  } while (askAgain);
  asking = false;
}

/** @param {State} told */
function show(told) {
  // A target that is made for the first time has no pages yet: those of the other one stay.
  const { pages, contents } = told.pages.length ? told : view.state;
  const now = { ...told, pages, contents, title: told.title || (state?.title ?? "") };
  const first = !started && now.pages.length > 0;
  openBy(Boolean(now.opens), (problem) => say(status.line, problem));
  state = now;
  const news = regions;
  regions = {};
  view.update(now, news);
  if (first) {
    started = true;
    if (beginning.page) view.go(beginning.page, beginning.down);
  }
  document.title = `${now.problem ? "(failed) " : ""}${now.title}`;
  say(byId("title"), now.title);
  side.update(now);
  findings.update(now);
  status.built(now, findings.summary(now));
  versions.update(now.versions ?? []);
  overlays.update();
  inspector.update();
  tokens.update();
  if (find.isOpen) find.search(false);
  writeTargets(now);
  byId("pages-of").textContent = `of ${now.pages.at(-1)?.label ?? 0}`;
  writePlace();
}

new Events((name, data) => {
  if (name === "building") status.building();
  else if (name === "part") status.part(data.number, data.of);
  else if (name === "pages") {
    regions = { ...regions, ...(data.regions ?? {}) };
    refresh();
  } else if (name === "findings") refresh();
  else if (name === "version" && versions.isOpen) versions.load();
  else if (name === "goto") point(data.page, data.box, data.boxes ?? [data.box]);
  else if (name === "editing") edit(data.page, data.boxes ?? []);
}, (connection) => {
  status.connected(connection);
  if (connection === "connected") refresh().then(() => view.again());
}).run();

/** Show a place that the editor sent. @param {number} page @param {Box} box @param {Box[]} boxes */
function point(page, box, boxes) {
  if (view.arrangement === "overview") view.arrange(before);
  view.reveal(page, box);
  view.sheets.forEach((sheet) => sheet.mark("pointed", sheet.page.number === page ? boxes : [], POINTED));
}

/** Outline the line that is edited; nothing moves. @param {number} page @param {Box[]} boxes */
function edit(page, boxes) {
  view.sheets.forEach((sheet) => sheet.mark("editing", sheet.page.number === page ? boxes : []));
}

// The view ---------------------------------------------------------------------------------------

view.moved = () => {
  writePlace();
  if (started) keepAddress();
};
view.fresh = (sheet) => {
  overlays.put(sheet);
  find.mark(sheet);
};
dock.changed = (name, open) => {
  if (name === "inspector") inspector.switched(open);
  if (name === "tokens" && open) tokens.update();
};

function writePlace() {
  const page = view.state.pages[view.current - 1];
  const field = byId("page");
  if (document.activeElement !== field) field.value = page?.label ?? "";
  for (const name of ["single", "spread", "overview"]) {
    byId(`view-${name}`).setAttribute("aria-pressed", String(view.arrangement === name));
  }
  const percent = `${Math.round(view.magnification * 100)} %`;
  say(byId("zoom-now"), view.sheets.length ? percent : "");
  say(byId("empty"), view.rows.length ? "" : versions.isOpen ? "All pages are the same." : "The pages are being made…");
  const zoom = byId("zoom");
  const value = typeof view.zoom === "number" ? String(Math.round(view.zoom * 100)) : view.zoom;
  const own = byId("zoom-own");
  const listed = [...zoom.options].some((option) => option !== own && option.value === value);
  own.hidden = listed;
  own.disabled = listed;
  own.value = listed ? "" : value;
  own.textContent = `${value} %`;
  if (zoom.value !== value) zoom.value = value;
  side.place(view.current);
  inspector.moved();
  overlays.moved();
}

/** @param {"single" | "spread" | "overview"} name */
function arrange(name) {
  if (view.arrangement !== "overview") before = view.arrangement;
  view.arrange(name);
}
/** @type {"single" | "spread"} */
let before = "single";

/** @param {1 | -1} way */
function zoomBy(way) {
  const now = view.magnification;
  const next = way > 0 ? STEPS.find((step) => step > now * 1.01) : STEPS.findLast((step) => step < now * 0.99);
  if (next) view.magnify(next);
}

/** Go to the page whose label, or number, was typed. */
function goTyped() {
  const typed = byId("page").value.trim();
  const labelled = view.state.pages.find((page) => page.label === typed);
  const number = labelled?.number ?? Number(typed);
  if (Number.isInteger(number) && number > 0) view.go(number);
  desk.focus({ preventScroll: true });
  writePlace();
}

desk.addEventListener("click", (/** @type {MouseEvent} */ event) => {
  if (view.arrangement !== "overview" || view.pairs) return;
  const root = event.target instanceof Element ? event.target.closest(".sheet") : null;
  const sheet = view.sheets.find((one) => one.root === root);
  if (!sheet) return;
  view.arrange(before);
  view.go(sheet.page.number);
  desk.focus({ preventScroll: true });
});

/** @param {State} now */
function writeTargets(now) {
  const group = byId("targets");
  group.hidden = now.targets.length < 2;
  const names = now.targets.join();
  if (group.dataset.names !== names) {
    group.dataset.names = names;
    group.replaceChildren(...now.targets.map((target) => make("button", { type: "button", "data-target": target, onclick: () => switchTarget(target) }, target.charAt(0).toUpperCase() + target.slice(1))));
  }
  for (const button of group.children) button.setAttribute("aria-pressed", String(button.dataset.target === now.target));
}

/** @param {string} target */
async function switchTarget(target) {
  if (target === state?.target) return;
  try {
    await send("/api/target", { target });
    await refresh();
  } catch (error) {
    say(status.line, /** @type {Error} */ (error).message);
  }
}

// Tools, side and surround -----------------------------------------------------------------------

/** @param {boolean} open */
function showSide(open) {
  byId("side").hidden = !open;
  byId("tool-side").setAttribute("aria-expanded", String(open));
  if (!narrow.matches) keep("side", open ? "open" : "closed");
}

/** @param {string} surround */
function setSurround(surround) {
  document.documentElement.dataset.surround = surround;
  byId("tool-surround").setAttribute("aria-pressed", String(surround === "dark"));
}

function switchSurround() {
  const surround = document.documentElement.dataset.surround === "dark" ? "light" : "dark";
  keep("surround", surround);
  setSurround(surround);
}

function help() {
  const dialog = byId("help");
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

/** Close what was opened last. */
function escape() {
  if (byId("help").open) byId("help").close();
  else if (byId("overlay-menu").matches(":popover-open")) byId("overlay-menu").hidePopover();
  else if (document.activeElement === byId("page")) desk.focus({ preventScroll: true });
  else if (find.isOpen) find.close();
  else if (narrow.matches && !byId("side").hidden) showSide(false);
  else if (dock.closeOne()) desk.focus({ preventScroll: true });
  else if (versions.isOpen) versions.close();
  else if (view.arrangement === "overview") view.arrange(before);
  else overlays.clear();
}

const clicks = {
  "tool-side": () => showSide(byId("side").hidden),
  "tool-find": () => (find.isOpen ? find.close() : find.open()),
  "tool-compare": () => versions.toggle(),
  "tool-surround": switchSurround,
  "tool-help": help,
  "help-close": help,
  "previous": () => view.step(-1),
  "next": () => view.step(1),
  "zoom-in": () => zoomBy(1),
  "zoom-out": () => zoomBy(-1),
  "view-single": () => arrange("single"),
  "view-spread": () => arrange("spread"),
  "view-overview": () => arrange("overview"),
  "banner-show": () => dock.open("findings"),
};
for (const [id, work] of Object.entries(clicks)) byId(id).addEventListener("click", work);
byId("page-form").addEventListener("submit", (/** @type {Event} */ event) => {
  event.preventDefault();
  goTyped();
});
byId("page").addEventListener("focus", () => byId("page").select());
byId("page").addEventListener("blur", writePlace);
byId("zoom").addEventListener("change", () => {
  const value = byId("zoom").value;
  view.magnify(value === "width" || value === "page" ? value : Number(value) / 100);
  desk.focus({ preventScroll: true });
});

listen({
  Pages: [
    [["j"], "next page", () => view.step(1)],
    [["k"], "page before", () => view.step(-1)],
    [["g"], "go to a page: type its number, then Enter", () => byId("page").focus()],
    [["Home"], "first page", () => view.go(1)],
    [["End"], "last page", () => view.go(view.sheets.length)],
    [["/"], "find text", () => find.open()],
  ],
  View: [
    [["o"], "overview, and back", () => arrange(view.arrangement === "overview" ? before : "overview")],
    [["s"], "spreads, and back", () => arrange(view.arrangement === "spread" ? "single" : "spread")],
    [["w"], "fit the width", () => view.magnify("width")],
    [["p"], "fit the page", () => view.magnify("page")],
    [["0"], "real size, 100 %", () => view.magnify(1)],
    [["+", "="], "larger; also Ctrl and wheel, or pinch", () => zoomBy(1)],
    [["-"], "smaller", () => zoomBy(-1)],
    [["d"], "light or dark surround", switchSurround],
    [["["], "thumbnails and contents", () => showSide(byId("side").hidden)],
  ],
  Tools: [
    [["i"], "inspector; also Alt and click, or a double click", () => dock.toggle("inspector")],
    [["e"], "errors and warnings", () => dock.toggle("findings")],
    [["t"], "tokens", () => dock.toggle("tokens")],
    [["c"], "before and after", () => versions.toggle()],
    [["b"], "in a blink comparison: swap", () => versions.swap()],
    [["n"], "next page that differs", () => versions.isOpen && versions.change(1)],
    [["N"], "page before that differs", () => versions.isOpen && versions.change(-1)],
    [["?"], "this list", help],
    [["Escape"], "close what was opened last", escape],
  ],
  Overlays: OVERLAYS.map(([what, title], index) => [[String(index + 1)], title.toLowerCase(), () => overlays.toggle(what)]),
});
watchGestures(view, desk);

// Keys that move the pages need no frame around all of them; coming to the desk by Tab does.
let byTab = false;
document.addEventListener("keydown", (event) => {
  byTab = event.key === "Tab";
}, true);
desk.addEventListener("focus", () => desk.toggleAttribute("data-framed", byTab));
desk.addEventListener("blur", () => desk.removeAttribute("data-framed"));
desk.addEventListener("keydown", () => byTab || desk.removeAttribute("data-framed"));

const dark = matchMedia("(prefers-color-scheme: dark)");
setSurround(recall("surround") ?? (dark.matches ? "dark" : "light"));
dark.addEventListener("change", () => recall("surround") ?? setSurround(dark.matches ? "dark" : "light"));
showSide(!narrow.matches && recall("side") !== "closed");
if (beginning.view) view.arrange(beginning.view);
if (beginning.zoom) view.zoom = beginning.zoom;
desk.focus({ preventScroll: true });
