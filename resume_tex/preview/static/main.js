// Puts the page together: states from the server go to the pages and the findings, keys and clicks to where they belong.

import {
  banner, fill, keep, nameDocument, nextAppearance, setAppearance, settings, showSide, showStatus, showZoom,
} from "./controls.js";
import { byId } from "./dom.js";
import { Findings } from "./findings.js";
import { ask, Live } from "./live.js";
import { Pages } from "./pages.js";
import { Source } from "./source.js";
import { Words } from "./words.js";
import { factorOf, step } from "./zoom.js";

const DOCUMENTS_OWN = "";
const CALM = 500; // milliseconds without a build, after which the choices are read anew
let choicesDue = 0;
let switches = 0;
let choices = { editors: [], themes: [], variants: [], command: "vi +{line}" };

const editor = {
  ready: null, // fulfilled once the server has told which editors there are
  chosen: () => choices.editors.find(({ id }) => id === (settings.editor ?? choices.editor)) ?? choices.editors[0],
  name: () => editor.chosen()?.name ?? "the editor",
  link: ({ link, line, column }) => fillPlace(editor.chosen()?.link ?? "", link, line, column),
  hint: (place) => `Open in ${editor.name()}, or in a terminal: ${editor.command(place)}`,
  command: ({ line, column }) => fillPlace(choices.command, "", line, column),
};

function fillPlace(form, path, line, column) {
  const values = { path, line: line ?? 1, column: column ?? 1 };
  return form.replace(/\{(path|line|column)\}/g, (_, name) => values[name]);
}

const pages = new Pages(byId("pages"));
const source = new Source({
  container: byId("pages"), card: byId("source"), editor,
  onShow: (shown) => showSide(shown || (settings.side ?? true), { lasting: false }),
});
const findings = new Findings({
  list: byId("findings"), summary: byId("summary"), editor, onFocus: (finding) => source.look(finding),
});

pages.onShown = (number, took) => {
  document.documentElement.dataset.shown = number;
  document.dispatchEvent(new CustomEvent("pages-shown", { detail: { number, took } }));
  pages.onZoomed();
};
pages.onZoomed = () => showZoom(pages.zoom, factorOf(pages.scale));
pages.onWords = () => {
  source.setWords(new Words(pages.pages));
  clearTimeout(choicesDue);
  choicesDue = setTimeout(readChoices, CALM);
};

async function readChoices() {
  const asked = switches;
  const read = await ask("choices");
  if (!read || asked !== switches) return;
  const redraw = !choices.editors.length;
  choices = read;
  nameDocument(read.document);
  const own = { value: DOCUMENTS_OWN, label: `${read.documentTheme} (document)` };
  fill(byId("theme"), [own, ...read.themes.map(({ name, description }) => ({ value: name, label: name, title: description }))], read.theme ?? DOCUMENTS_OWN);
  byId("variant-choice").hidden = !read.variants.length;
  fill(byId("variant"), [{ value: DOCUMENTS_OWN, label: "all of it" }, ...read.variants.map((name) => ({ value: name, label: name }))], read.variant ?? DOCUMENTS_OWN);
  fill(byId("editor"), read.editors.map(({ id, name }) => ({ value: id, label: name })), editor.chosen().id);
  if (redraw) findings.draw();
}

new Live({
  state(state) {
    showStatus(state);
    findings.show(state);
    if (state.shown) pages.show(state.shown).catch((error) => banner(`The PDF cannot be shown: ${error.message}`));
    document.documentElement.dataset.build = state.build;
  },
  lost: () => banner("The preview does not answer. If it has ended, start it again with resume-tex build --preview."),
  found: () => banner(""),
  stopped: () => {
    byId("status").dataset.state = "stopped";
    banner("The preview has ended. Start it again with resume-tex build --preview; this page can be closed.");
  },
});

function zoomTo(zoom, point) {
  pages.setZoom(zoom, point);
  keep("zoom", zoom);
  showZoom(zoom, factorOf(pages.scale));
}

function zoomBy(direction, point) {
  zoomTo(step(factorOf(pages.scale), direction), point);
}

async function switchTo(wanted) {
  switches += 1;
  await ask("switch", wanted);
  readChoices();
}

function nextTheme() {
  const select = byId("theme");
  select.selectedIndex = (select.selectedIndex + 1) % select.options.length;
  select.dispatchEvent(new Event("change"));
}

byId("theme").addEventListener("change", (event) => switchTo({ theme: event.target.value || null }));
byId("variant").addEventListener("change", (event) => switchTo({ variant: event.target.value || null }));
byId("editor").addEventListener("change", (event) => {
  keep("editor", event.target.value);
  findings.draw();
  source.letGo();
});
byId("zoom").addEventListener("change", ({ target: { value } }) => zoomTo(Number(value) || value));
byId("zoom-in").addEventListener("click", () => zoomBy(1));
byId("zoom-out").addEventListener("click", () => zoomBy(-1));
byId("appearance").addEventListener("click", nextAppearance);
byId("toggle-side").addEventListener("click", () => showSide(byId("side").hidden));
byId("help").addEventListener("click", () => byId("keys").showModal());
byId("pages").addEventListener("wheel", (event) => {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const factor = factorOf(pages.scale) * Math.exp(-event.deltaY / 400);
  zoomTo(Math.min(Math.max(factor, 0.25), 8), { x: event.clientX, y: event.clientY });
}, { passive: false });

const KEYS = {
  j: () => findings.move(1),
  k: () => findings.move(-1),
  e: () => findings.explainFocused(),
  "+": () => zoomBy(1),
  "=": () => zoomBy(1),
  "-": () => zoomBy(-1),
  "−": () => zoomBy(-1),
  0: () => zoomTo("auto"),
  w: () => zoomTo("width"),
  p: () => zoomTo("page"),
  t: nextTheme,
  f: () => showSide(byId("side").hidden),
  l: nextAppearance,
  "?": () => byId("keys").showModal(),
  Escape: () => source.letGo(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input, dialog[open]")) return;
  const action = KEYS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

setAppearance(settings.appearance);
showSide(settings.side ?? true);
pages.zoom = settings.zoom ?? "auto";
showZoom(pages.zoom, 1);
editor.ready = readChoices();
