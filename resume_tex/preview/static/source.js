// From words on the page to their place in the document: lights them up and shows the lines of the document beside.

import { ask } from "./live.js";
import { element } from "./dom.js";
import { mark } from "./words.js";

const AROUND = 4500; // characters of the page on either side of the click, for the server to tell like fields apart

export class Source {
  #pages;
  #card;
  #editor;
  #words = null;
  #held = null; // the words that a click has lit up
  #marks = { held: [], seen: [] };
  #asked = 0;

  // editor: { ready, link(place), name(), command(place) }
  constructor({ container, card, editor }) {
    this.#pages = container;
    this.#card = card;
    this.#editor = editor;
    container.addEventListener("click", (event) => this.#click(event));
  }

  // Take the words of a new build: what is lit up stays so if it is still there.
  setWords(words) {
    const before = this.#words;
    this.#words = words;
    this.#clear("seen");
    this.#hold(this.#held);
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
    this.#card.hidden = true;
  }

  async #click(event) {
    const selection = document.getSelection();
    if (!this.#words || event.button !== 0 || (selection && !selection.isCollapsed)) return;
    const index = this.#words.indexAt(event.clientX, event.clientY);
    if (index === null) return this.letGo();
    const from = Math.max(0, index - AROUND);
    const line = this.#words.lineAround(index);
    const text = this.#words.text.slice(from, index + AROUND);
    const place = await ask("locate", { text, offset: index - from, lineStart: Math.max(line.start - from, 0), lineEnd: line.end - from });
    await this.#editor.ready;
    if (!place) return;
    this.#show(place, this.#words.text.slice(line.start, line.end));
    this.#hold(place.path === null ? null : this.#words.text.slice(from + place.start, from + place.end));
    if (place.path !== null && (event.ctrlKey || event.metaKey)) location.href = this.#editor.link(place);
  }

  #hold(text) {
    this.#clear("held");
    this.#held = text;
    const range = text && this.#words.find(text);
    if (range) this.#marks.held = mark(this.#words, range, "mark held");
  }

  #clear(kind) {
    for (const element of this.#marks[kind]) element.remove();
    this.#marks[kind] = [];
  }

  #show(place, clicked) {
    const close = element("button", { class: "icon close", "aria-label": "Close", title: "Close (Esc)" }, "×");
    close.addEventListener("click", () => this.letGo());
    this.#card.hidden = false;
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
