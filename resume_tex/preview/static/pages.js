// All pages of the newest PDF. A new one is drawn out of sight, what is in view first, and then takes the old one's place at
// once. At most one is drawn at a time; of those that come meanwhile the newest is next, so that the page follows fast typing.

import * as pdf from "./pdf.mjs";
import { Page } from "./page.js";
import { anchorAt, restore, scaleOf } from "./zoom.js";

const NEAR = 1.5; // in heights of the window: pages so near are drawn ahead
const FAR = 6;
const SETTLED = 90;

pdf.GlobalWorkerOptions.workerSrc = new URL("pdf.worker.mjs", import.meta.url).href;
const worker = new pdf.PDFWorker();

export class Pages {
  zoom = "auto";
  scale = 1;
  pages = [];
  onShown = () => {};
  onZoomed = () => {};
  onWords = () => {};
  #container;
  #document = null;
  #sources = [];
  #wanted = 0;
  #shown = 0;
  #busy = false;
  #filling = false;
  #settle = 0;

  constructor(container) {
    this.#container = container;
    container.addEventListener("scroll", () => this.#soon(), { passive: true });
    this.#watchSize();
  }

  // Show the PDF of a build, unless a later one is already there.
  async show(number) {
    this.#wanted = Math.max(this.#wanted, number);
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#shown < this.#wanted) {
        const target = this.#wanted;
        await this.#load(target);
        this.#shown = target;
      }
    } finally {
      this.#busy = false;
    }
  }

  setZoom(zoom, point) {
    this.zoom = zoom;
    this.#relayout(point);
  }

  async #load(number) {
    const started = performance.now();
    const took = {};
    const lap = (phase) => (took[phase] = Math.round(performance.now() - started));
    const response = await fetch("pdf", { cache: "no-store" });
    if (!response.ok) return;
    const data = await response.arrayBuffer();
    lap("fetched");
    const loaded = await pdf.getDocument({
      data, worker, enableXfa: false, useWasm: false, useWorkerFetch: false, useSystemFonts: false,
    }).promise;
    const sources = await Promise.all(Array.from({ length: loaded.numPages }, (_, i) => loaded.getPage(i + 1)));
    lap("opened");
    const scale = this.#scaleFor(sources);
    const ratio = window.devicePixelRatio;
    const drawings = await Promise.all(this.#firstToDraw(sources, scale).map(async (index) => {
      return [index, await new Page(0).draw(sources[index], scale, ratio)];
    }));
    lap("drawn");
    this.#swap(loaded, sources, new Map(drawings));
    await new Promise((done) => requestAnimationFrame(done));
    lap("shown");
    this.onShown(number, took);
    await this.#readWords();
    this.#soon(0);
  }

  #scaleFor(sources) {
    const { width, height } = sources[0].getViewport({ scale: 1 });
    return scaleOf(this.zoom, width, height, this.#container);
  }

  // The pages in view, as far as known before they are laid out.
  #firstToDraw(sources, scale) {
    const seen = this.pages.map((page, index) => [page, index]).filter(([page]) => this.#distance(page) <= 0);
    const known = seen.map(([, index]) => index).filter((index) => index < sources.length);
    if (known.length) return known;
    const last = this.pages.length ? sources.length - 1 : 0;
    const fits = Math.ceil(this.#container.clientHeight / (sources[last].getViewport({ scale }).height + 1));
    return sources.map((_, index) => index).slice(last, last + fits);
  }

  #swap(loaded, sources, drawings) {
    const old = this.#document;
    const anchor = anchorAt(this.#container, this.pages);
    while (this.pages.length > sources.length) this.pages.pop().remove();
    while (this.pages.length < sources.length) {
      const page = new Page(this.pages.length + 1);
      this.pages.push(page);
      this.#container.append(page.element);
    }
    this.#document = loaded;
    this.#sources = sources;
    const resized = this.#resize();
    for (const [index, drawing] of drawings) this.pages[index].take(drawing);
    if (resized) restore(this.#container, this.pages, anchor);
    old?.loadingTask.destroy();
  }

  #resize() {
    this.scale = this.#scaleFor(this.#sources);
    const ratio = window.devicePixelRatio;
    return this.pages.map((page, i) => page.resize(this.#sources[i], this.scale, ratio)).some(Boolean);
  }

  #relayout(point) {
    if (!this.#sources.length) return;
    const anchor = anchorAt(this.#container, this.pages, point);
    if (this.#resize()) {
      restore(this.#container, this.pages, anchor);
      this.onZoomed();
    }
    this.#soon();
  }

  async #readWords() {
    const sources = this.#sources;
    const words = await Promise.all(sources.map((source, i) => this.pages[i].readWords(source, this.scale)));
    if (sources !== this.#sources) return;
    words.forEach((found, index) => this.pages[index].takeWords(found));
    this.onWords();
  }

  // How far a page is out of view, in heights of the window; 0 when it is in view.
  #distance(page) {
    const frame = this.#container.getBoundingClientRect();
    const box = page.element.getBoundingClientRect();
    return Math.max(box.top - frame.bottom, frame.top - box.bottom, 0) / (frame.height || 1);
  }

  #soon(delay = SETTLED) {
    clearTimeout(this.#settle);
    this.#settle = setTimeout(() => this.#fill(), delay);
  }

  // Draw what is near and not drawn as it should be, nearest first; forget what is far.
  async #fill() {
    if (this.#filling) return this.#soon();
    this.#filling = true;
    try {
      for (let job = this.#next(); job; job = this.#next()) {
        const { page, source } = job;
        const drawing = await page.draw(source, this.scale, window.devicePixelRatio);
        if (this.#sources.includes(source)) page.take(drawing);
      }
      for (const page of this.pages) if (this.#distance(page) > FAR) page.forget();
      await this.#sharpen();
    } catch (error) {
      if (!this.#busy) console.warn(error); // a newer PDF has come while this one was drawn
    } finally {
      this.#filling = false;
    }
  }

  #next() {
    const ratio = window.devicePixelRatio;
    const jobs = this.pages
      .map((page, index) => ({ page, source: this.#sources[index], distance: this.#distance(page) }))
      .filter(({ page, source, distance }) => distance < NEAR && !page.isDrawn(source, this.scale, ratio));
    return jobs.sort((a, b) => a.distance - b.distance)[0];
  }

  async #sharpen() {
    const frame = this.#container.getBoundingClientRect();
    for (const [index, page] of this.pages.entries()) {
      if (this.#distance(page) > 0) continue;
      const box = page.element.getBoundingClientRect();
      const x = Math.max(frame.left - box.left, 0);
      const y = Math.max(frame.top - box.top, 0);
      const seen = { x, y, width: Math.min(frame.right, box.right) - box.left - x, height: Math.min(frame.bottom, box.bottom) - box.top - y };
      await page.sharpen(this.#sources[index], this.scale, window.devicePixelRatio, seen);
    }
  }

  // The window's size in device pixels: another screen and the browser's own zoom change it too.
  #watchSize() {
    const observer = new ResizeObserver(() => this.#relayout());
    try {
      observer.observe(this.#container, { box: "device-pixel-content-box" });
    } catch {
      observer.observe(this.#container); // Safari
      addEventListener("resize", () => this.#relayout());
    }
  }
}
