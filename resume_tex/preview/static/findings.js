// What the last build found, worst first. Every finding leads to its line in the editor, to its words on the page, and to
// the reason for it.

import { ask } from "./live.js";
import { element, prose } from "./dom.js";

const TITLES = { error: ["Error", "Errors"], warning: ["Warning", "Warnings"], info: ["Hint", "Hints"] };

export class Findings {
  #list;
  #summary;
  #editor;
  #onFocus;
  #shown = "";
  #data = [];
  #hidden = new Set();
  #looked = null;
  #open = new Map(); // the reasons that are unfolded, by the finding's key

  // editor: { link(finding), hint(finding) }. onFocus(finding or null): a finding is looked at.
  constructor({ list, summary, editor, onFocus }) {
    this.#list = list;
    this.#summary = summary;
    this.#editor = editor;
    this.#onFocus = onFocus;
    list.addEventListener("focusin", (event) => this.#look(event.target));
    list.addEventListener("focusout", () => this.#look(null));
    list.addEventListener("pointerover", (event) => this.#look(event.target));
    list.addEventListener("pointerleave", () => this.#look(null));
  }

  show({ diagnostics, counts, families }) {
    const wanted = JSON.stringify([diagnostics, counts]);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    this.#data = diagnostics;
    this.#total = Object.values(counts).reduce((a, b) => a + b, 0);
    this.#showSummary(counts, families);
    this.draw();
  }

  #total = 0;

  draw() {
    const focused = this.#list.contains(document.activeElement) ? document.activeElement.closest("li")?.dataset.key : null;
    const groups = Object.keys(TITLES).filter((severity) => !this.#hidden.has(severity)).map((severity) => this.#group(severity));
    const parts = groups.filter(Boolean);
    if (!this.#total) parts.push(element("p", { class: "none" }, "Nothing to mend. It reads well."));
    if (this.#total > this.#data.length) parts.push(element("p", { class: "none" }, `and ${this.#total - this.#data.length} more`));
    const top = this.#list.scrollTop;
    this.#list.replaceChildren(...parts);
    this.#list.scrollTop = top;
    if (focused) [...this.#list.querySelectorAll("li")].find((li) => li.dataset.key === focused)?.querySelector("a")?.focus({ preventScroll: true });
  }

  // Go to the next or previous finding.
  move(direction) {
    const links = [...this.#list.querySelectorAll("li > a")];
    if (!links.length) return;
    const at = links.findIndex((link) => link.parentElement.contains(document.activeElement));
    const next = at === -1 ? (direction > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + direction, 0), links.length - 1);
    links[next].focus();
    links[next].parentElement.scrollIntoView({ block: "nearest" });
  }

  // Fold or unfold the reason for the finding that has the focus.
  explainFocused() {
    document.activeElement?.closest?.("li")?.querySelector("button.why")?.click();
  }

  #look(target) {
    const item = target?.closest?.("li");
    const finding = item ? this.#data[Number(item.dataset.index)] : null;
    if (finding !== this.#looked) this.#onFocus(finding);
    this.#looked = finding;
  }

  #showSummary(counts, families) {
    const chips = Object.keys(TITLES).filter((severity) => counts[severity]).map((severity) => {
      const count = counts[severity];
      const label = `${count} ${TITLES[severity][count === 1 ? 0 : 1].toLowerCase()}`;
      const chip = element("button", { class: `chip ${severity}`, "aria-pressed": String(!this.#hidden.has(severity)), title: "Show or hide" }, label);
      chip.addEventListener("click", () => {
        if (!this.#hidden.delete(severity)) this.#hidden.add(severity);
        chip.setAttribute("aria-pressed", String(!this.#hidden.has(severity)));
        this.draw();
      });
      return chip;
    });
    if (!chips.length) chips.push(element("span", { class: "chip clean" }, "No findings"));
    const about = Object.entries(families).map(([family, count]) => element("span", {}, `${family} ${count}`));
    this.#summary.replaceChildren(element("div", { class: "chips" }, ...chips), element("p", { class: "families" }, ...about));
  }

  #group(severity) {
    const items = this.#data.map((finding, index) => [finding, index]).filter(([finding]) => finding.severity === severity);
    if (!items.length) return null;
    const title = element("h2", {}, TITLES[severity][1]);
    return element("section", { class: `group-${severity}` }, title, element("ol", {}, ...items.map(([finding, index]) => this.#item(finding, index))));
  }

  #item(finding, index) {
    const key = `${finding.code} ${finding.path} ${finding.message}`;
    const place = [finding.path, finding.line ? `line ${finding.line}` : ""].filter(Boolean).join("  ·  ");
    const link = element("a", { href: this.#editor.link(finding), class: "finding", title: this.#editor.hint(finding) },
      element("span", { class: "message" }, ...prose(finding.message)),
      finding.help ? element("span", { class: "help" }, ...prose(finding.help)) : "",
      element("span", { class: "place" }, place || finding.file));
    const why = element("button", { class: "why", "aria-expanded": String(this.#open.has(key)), title: "Why (e)" }, finding.code);
    const item = element("li", { class: finding.severity, "data-index": index, "data-key": key }, link, why);
    const reason = this.#open.get(key);
    if (reason) item.append(explanation(reason));
    why.addEventListener("click", () => this.#toggle(finding.code, key));
    return item;
  }

  async #toggle(code, key) {
    if (this.#open.delete(key)) return this.draw();
    const found = await ask(`explanation?code=${encodeURIComponent(code)}`);
    if (!found) return;
    this.#open.set(key, found);
    this.draw();
  }
}

function explanation({ summary, why, weak, strong, silence }) {
  const examples = (title, texts) => (texts.length ? [element("h3", {}, title), ...texts.slice(0, 2).map((text) => element("pre", {}, text.trim()))] : []);
  return element("div", { class: "explanation" },
    element("p", { class: "lead" }, ...prose(summary)), element("p", {}, ...prose(why)), ...examples("Weak", weak), ...examples("Strong", strong),
    silence ? element("p", { class: "silence" }, silence) : "");
}
