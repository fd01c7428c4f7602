// @ts-check
/**
 * The server's interface, as docs/serve.md tells it: requests that carry the token, and events.
 *
 * @typedef {[number, number, number, number]} Box  x, y, width, height in pt from the top left
 * @typedef {{number: number, label: string, look: string, image: string, width: number,
 *   height: number, stale?: boolean}} Page
 * @typedef {{file: string, line: number, editor?: string, column?: number}} Place
 * @typedef {{code: string, severity: string, message: string, hint: string, file: string,
 *   line: number, column: number, page?: number | null, lines?: [number, string][],
 *   editor?: string | null}} Finding
 * @typedef {{title: string, level: number, page: number}} Entry
 * @typedef {{build: number, building: boolean, target: string, targets: string[], title: string,
 *   pages: Page[], findings: Finding[], took: Record<string, number>, problem: string | null,
 *   contents: Entry[], changed: number[], versions: string[], opens?: boolean}} State
 */

const VERSION = "1";
const token = new URLSearchParams(location.search).get("token");
// After a refusal the cookie is tried alone, and the token again, in turns: when the address of a
// new server is opened in another tab, its cookie lets this one go on.
let withToken = true;

/** The server does not know this page's token: it is another server than the one that sent it. */
export class Refused extends Error {}

/** An answer that is not what was asked for, with the server's words. */
export class Problem extends Error {
  /** @param {string} message @param {number} status */
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

/** The server's interface is another one than this page knows. */
export class Outdated extends Problem {}

/**
 * The address of a path of the server, with values and the token.
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} [values]
 */
export function address(path, values = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined) url.searchParams.set(name, String(value));
  }
  if (token && withToken) url.searchParams.set("token", token);
  return url.pathname + url.search;
}

/**
 * Ask the server; gives the answer, or throws Refused, Problem, or what fetch throws.
 * @param {string} path
 * @param {Record<string, string | number | null | undefined>} [values]
 * @param {RequestInit} [options]
 * @returns {Promise<any>}
 */
export async function ask(path, values = {}, options = {}) {
  const answer = await fetch(address(path, values), { cache: "no-store", ...options });
  if (answer.status === 403) throw new Refused("the token is not valid");
  const version = answer.headers.get("Report-Interface");
  if (version && version !== VERSION) {
    throw new Outdated("The server has another version than this page. Reload the page.", 0);
  }
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Problem(body?.problem ?? `The server answered ${answer.status}.`, answer.status);
  return body;
}

/**
 * Send values to the server.
 * @param {string} path
 * @param {Record<string, any>} values
 */
export function send(path, values) {
  return ask(path, {}, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(values),
  });
}

// The server writes a line each 15 s: after 20 s of silence and a wake-up the connection is taken
// for dead, after 40 s in any case.
const SILENCE = 40_000;
const SILENCE_AT_WAKING = 20_000;
const FIRST_WAIT = 400;
const LONGEST_WAIT = 8_000;

/**
 * The stream of events, connected again whenever it ends: with growing waits, and at once when the
 * computer wakes, comes online, or the page is looked at again. EventSource hides the status and
 * the lines that keep the connection alive, so the stream is read here.
 */
export class Events {
  /**
   * @param {(name: string, data: any) => void} heard
   * @param {(state: "connected" | "reconnecting" | "refused") => void} changed
   */
  constructor(heard, changed) {
    this.heard = heard;
    this.changed = changed;
    this.connected = false;
    this.last = "";
    this.at = 0;
    /** @type {AbortController | null} */
    this.request = null;
    this.hurry = () => {};
    const wake = () => {
      if (document.visibilityState === "visible") this.wake();
    };
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    addEventListener("pageshow", wake);
  }

  /** Connect now, unless the connection is seen to be alive. */
  wake() {
    if (!this.connected) this.hurry();
    else if (performance.now() - this.at > SILENCE_AT_WAKING) this.request?.abort();
  }

  /** Stay connected; never returns. */
  async run() {
    let wait = FIRST_WAIT;
    let refused = false;
    for (;;) {
      let state = /** @type {"reconnecting" | "refused"} */ ("reconnecting");
      try {
        await this.#connect();
        wait = FIRST_WAIT;
        refused = false;
      } catch (error) {
        if (error instanceof Refused) {
          // With the token or with the cookie alone: the other way is tried before it waits.
          withToken = !withToken;
          refused = !refused;
          if (refused) continue;
          state = "refused";
        }
        else {
          refused = false;
          if (this.connected) wait = FIRST_WAIT;
        }
      }
      this.connected = false;
      this.changed(state);
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, state === "refused" ? LONGEST_WAIT : wait);
        this.hurry = () => {
          clearTimeout(timer);
          resolve(undefined);
        };
      });
      this.hurry = () => {};
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }

  async #connect() {
    const request = new AbortController();
    this.request = request;
    let watchdog = setTimeout(() => request.abort(), SILENCE);
    try {
      const headers = this.last ? { "Last-Event-ID": this.last } : undefined;
      const answer = await fetch(address("/api/events"), { headers, cache: "no-store", signal: request.signal });
      if (answer.status === 403) throw new Refused("the token is not valid");
      if (!answer.ok || !answer.body) throw new Problem(`The server answered ${answer.status}.`, answer.status);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      this.connected = true;
      this.at = performance.now();
      this.changed("connected");
      let text = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        this.at = performance.now();
        clearTimeout(watchdog);
        watchdog = setTimeout(() => request.abort(), SILENCE);
        const parts = (text + value).replaceAll("\r\n", "\n").split("\n\n");
        text = parts.pop() ?? "";
        parts.forEach((part) => this.#event(part));
      }
    } finally {
      clearTimeout(watchdog);
      request.abort();
    }
  }

  /** Read one event; lines that begin with a colon only keep the connection alive. @param {string} part */
  #event(part) {
    let name = "message";
    const data = [];
    for (const line of part.split("\n")) {
      const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? [];
      if (field === "event") name = value;
      else if (field === "data") data.push(value);
      else if (field === "id") this.last = value;
    }
    if (data.length) this.heard(name, JSON.parse(data.join("\n")));
  }
}
