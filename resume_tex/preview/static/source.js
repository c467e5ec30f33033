// From words on the page to their place in the document: lights them up and shows the lines of the document beside.

import { ask } from "./live.js";
import { element } from "./dom.js";
import { mark } from "./words.js";

const AROUND = 4500; // characters of the page on either side of the click, for the server to tell like fields apart

export class Source {
  #pages;
  #card;
  #editor;
  #onShow;
  #words = null;
  #held = null; // the words that a click has lit up: { text, path, at }, the last the place of the click in them
  #marks = { held: [], seen: [] };
  #asked = 0;

  // editor: { ready, link(place), name(), command(place) }. onShow(shown): the card is there, or not any more.
  constructor({ container, card, editor, onShow }) {
    this.#pages = container;
    this.#card = card;
    this.#editor = editor;
    this.#onShow = onShow;
    container.addEventListener("click", (event) => this.#click(event));
  }

  // Take the words of a new build: what is lit up stays so, and the lines beside follow.
  setWords(words) {
    const before = this.#words;
    this.#words = words;
    this.#clear("seen");
    this.#clear("held");
    this.#follow();
    if (before?.text) for (const range of words.linesNotIn(before)) mark(words, range, "mark changed");
    for (const element of this.#pages.querySelectorAll(".changed")) element.addEventListener("animationend", () => element.remove());
  }

  // Light up the words of a field while its finding is looked at.
  async look(finding) {
    const asked = ++this.#asked;
    this.#clear("seen");
    if (!finding?.path || !this.#words) return;
    const { path, line, column, endLine, endColumn } = finding;
    const found = await ask("field", { path, line, column, endLine, endColumn });
    if (asked !== this.#asked || !found) return;
    for (const text of found.texts.slice(0, 40)) {
      const range = text.length > 2 ? this.#words.find(text) : null;
      if (!range) continue;
      this.#marks.seen.push(...mark(this.#words, range, `mark seen ${finding.severity}`));
      const words = found.words && this.#words.find(found.words, range);
      if (words && words.end - words.start < range.end - range.start) this.#marks.seen.push(...mark(this.#words, words, "mark words"));
    }
  }

  letGo() {
    this.#held = null;
    this.#clear("held");
    this.#clear("seen");
    this.#showCard(false);
  }

  async #click(event) {
    const selection = document.getSelection();
    if (!this.#words || event.button !== 0 || (selection && !selection.isCollapsed)) return;
    const index = this.#words.indexAt(event.clientX, event.clientY);
    if (index === null) return this.letGo();
    const place = await this.#pointAt(index);
    if (place && place.path !== null && (event.ctrlKey || event.metaKey)) location.href = this.#editor.link(place);
  }

  // Find again in a new build what is lit up, also when its words are others now.
  async #follow() {
    const held = this.#held;
    if (!held) return;
    const words = this.#words;
    let range = words.find(held.text);
    if (range) this.#light(range);
    else {
      const found = await ask("field", { path: held.path });
      if (this.#held !== held || this.#words !== words) return;
      range = found?.texts.map((text) => words.find(text)).find(Boolean);
    }
    if (range) await this.#pointAt(Math.min(range.start + held.at, range.end - 1));
    else this.letGo();
  }

  // Light up the words around a character of the page, and show where they stand in the document.
  async #pointAt(index) {
    const words = this.#words;
    const from = Math.max(0, index - AROUND);
    const line = words.lineAround(index);
    const text = words.text.slice(from, index + AROUND);
    const place = await ask("locate", { text, offset: index - from, lineStart: Math.max(line.start - from, 0), lineEnd: line.end - from });
    await this.#editor.ready;
    if (!place || words !== this.#words) return null;
    this.#show(place, words.text.slice(line.start, line.end));
    this.#clear("held");
    this.#held = null;
    if (place.path !== null) {
      const range = { start: from + place.start, end: from + place.end };
      this.#held = { text: words.text.slice(range.start, range.end), path: place.path, at: index - range.start };
      this.#light(range);
    }
    return place;
  }

  #light(range) {
    this.#marks.held = mark(this.#words, range, "mark held");
  }

  #showCard(shown) {
    if (this.#card.hidden === shown) this.#onShow(shown);
    this.#card.hidden = !shown;
  }

  #clear(kind) {
    for (const element of this.#marks[kind]) element.remove();
    this.#marks[kind] = [];
  }

  #show(place, clicked) {
    const close = element("button", { class: "icon close", "aria-label": "Close", title: "Close (Esc)" }, "×");
    close.addEventListener("click", () => this.letGo());
    this.#showCard(true);
    if (place.path === null) {
      this.#card.replaceChildren(close, element("p", {}, `“${clicked}” does not stand in the document; the theme or the language adds it.`));
      return;
    }
    const indent = Math.min(...place.excerpt.map(({ text }) => (text.trim() ? text.search(/\S/) : Infinity)));
    const rows = place.excerpt.map(({ line, text }) => element("span", { class: line === place.line ? "row here" : "row", "data-line": line }, text.slice(indent) || " "));
    const command = this.#editor.command(place);
    const copy = element("button", { class: "copy", title: "Copy" }, command);
    copy.addEventListener("click", () => navigator.clipboard?.writeText(command).then(() => copy.classList.add("copied")));
    this.#card.replaceChildren(
      close,
      element("p", { class: "where" }, element("b", {}, place.path), `${place.file}:${place.line}:${place.column}`),
      element("pre", { class: "excerpt" }, ...rows),
      element("p", { class: "ways" }, element("a", { class: "open", href: this.#editor.link(place) }, `Open in ${this.#editor.name()}`), copy),
    );
  }
}
