// @ts-check
/**
 * Pictures of pages: asked for nearest first, shown only when they are decoded, and kept until the
 * next one is there, so that nothing is ever seen to vanish.
 */

// A browser opens six connections to one server; events hold one, and questions need some.
const AT_ONCE = 3;
const TRIES = 4;

/** Loads pictures, those first that `distance` says are nearest to what is looked at. */
export class Loader {
  constructor() {
    /** @type {Set<Picture>} */
    this.waiting = new Set();
    this.busy = 0;
    this.planned = false;
  }

  /** @param {Picture} picture */
  add(picture) {
    this.waiting.add(picture);
    if (this.planned) return;
    this.planned = true;
    queueMicrotask(() => {
      this.planned = false;
      this.#next();
    });
  }

  #next() {
    while (this.busy < AT_ONCE && this.waiting.size) {
      const nearest = [...this.waiting]
        .map((picture) => ({ picture, distance: picture.distance() }))
        .reduce((a, b) => (b.distance < a.distance ? b : a)).picture;
      this.waiting.delete(nearest);
      this.busy += 1;
      nearest.load().finally(() => {
        this.busy -= 1;
        this.#next();
      });
    }
  }
}

/** One place for a picture; `holder` has it as its first child. */
export class Picture {
  /**
   * @param {Element} holder
   * @param {Loader} loader
   * @param {() => number} distance  how far it is from what is looked at, in px
   */
  constructor(holder, loader, distance) {
    this.holder = holder;
    this.loader = loader;
    this.distance = distance;
    this.alt = "";
    this.wanted = "";
    this.shown = "";
    this.tries = 0;
    /** @type {HTMLImageElement | null} */
    this.image = null;
    /** @type {HTMLImageElement | null} */
    this.coming = null;
    /** Ends the wait for a picture that is not wanted any more. */
    this.release = () => {};
    /** Called when a new picture is shown. */
    this.done = () => {};
  }

  /** Show the picture at an address as soon as it is decoded. @param {string} url @param {string} alt */
  show(url, alt) {
    this.alt = alt;
    if (this.image) this.image.alt = alt;
    if (url === this.wanted) return;
    this.wanted = url;
    this.tries = 0;
    this.#cancel();
    if (url !== this.shown) this.loader.add(this);
  }

  /** Show nothing, and free the memory. */
  drop() {
    this.wanted = "";
    this.shown = "";
    this.#cancel();
    this.image?.remove();
    this.image = null;
  }

  /** Ask again for what could not be had. */
  again() {
    if (this.wanted && this.wanted !== this.shown && !this.coming) {
      this.tries = 0;
      this.loader.add(this);
    }
  }

  /** Load what is wanted; called by the loader. */
  async load() {
    const url = this.wanted;
    if (!url || url === this.shown) return;
    const image = new Image();
    this.coming = image;
    image.decoding = "sync";
    image.draggable = false;
    image.alt = this.alt;
    image.src = url;
    // A browser may never say that a picture that was given up is not decoded.
    const released = new Promise((resolve) => {
      this.release = () => resolve(undefined);
    });
    try {
      await Promise.race([image.decode(), released]);
    } catch {
      if (this.coming === image) {
        this.coming = null;
        this.#failed();
      }
      return;
    }
    if (this.coming !== image) return;
    this.coming = null;
    if (this.image) this.image.replaceWith(image);
    else this.holder.prepend(image);
    this.image = image;
    this.image.alt = this.alt;
    this.shown = url;
    this.done();
  }

  #failed() {
    this.tries += 1;
    if (this.tries < TRIES) setTimeout(() => this.wanted && this.loader.add(this), 300 * 2 ** this.tries);
  }

  #cancel() {
    this.loader.waiting.delete(this);
    const given = this.coming;
    this.coming = null;
    given?.removeAttribute("src");
    this.release();
  }
}
