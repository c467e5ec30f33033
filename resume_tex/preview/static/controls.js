// The bar: what is switched and set. Settings are kept in a cookie, since cookies are all that outlives a random port.

import { byId, element } from "./dom.js";
import { FITS, STEPS } from "./zoom.js";

const COOKIE = "resume-tex-preview";
const APPEARANCES = ["auto", "light", "dark"];

export const settings = readSettings();

export function keep(name, value) {
  settings[name] = value;
  const text = encodeURIComponent(JSON.stringify(settings));
  document.cookie = `${COOKIE}=${text}; path=/; max-age=31536000; samesite=strict`;
}

function readSettings() {
  const found = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
  try {
    const read = JSON.parse(decodeURIComponent(found.slice(COOKIE.length + 1)));
    return typeof read === "object" && read !== null ? read : {};
  } catch {
    return {};
  }
}

// Fill a select, leaving it alone while it says what it should.
export function fill(select, options, value) {
  const wanted = JSON.stringify(options);
  if (select.dataset.options !== wanted) {
    select.dataset.options = wanted;
    select.replaceChildren(...options.map(({ value: key, label, title }) => element("option", { value: key, title: title ?? "" }, label)));
  }
  if (document.activeElement !== select || select.value !== value) select.value = value;
}

export function showZoom(zoom, factor) {
  const fits = Object.entries(FITS).map(([value, label]) => ({ value, label }));
  const now = `${Math.round(factor * 100)} %`;
  const steps = STEPS.map((value) => ({ value: String(value), label: `${Math.round(value * 100)} %` }));
  const own = typeof zoom === "number" && !STEPS.includes(zoom) ? [{ value: String(zoom), label: now }] : [];
  fill(byId("zoom"), [...fits, ...own, ...steps], String(zoom));
  byId("zoom").title = `Zoom: ${now}`;
}

export function setAppearance(appearance) {
  const wanted = APPEARANCES.includes(appearance) ? appearance : "auto";
  document.documentElement.dataset.appearance = wanted;
  byId("appearance").textContent = { auto: "◐", light: "○", dark: "●" }[wanted];
  byId("appearance").title = `Appearance: ${wanted} (l)`;
  keep("appearance", wanted);
}

export function nextAppearance() {
  setAppearance(APPEARANCES[(APPEARANCES.indexOf(settings.appearance) + 1) % APPEARANCES.length]);
}

// Show or hide the findings, as the user has chosen, or for now.
export function showSide(shown, { lasting = true } = {}) {
  byId("side").hidden = !shown;
  byId("toggle-side").setAttribute("aria-expanded", String(shown));
  if (lasting) keep("side", shown);
}

export function nameDocument(name) {
  byId("document").textContent = name;
  showTitle();
}

// The title tells, in a tab that is not looked at, that the last build failed.
function showTitle() {
  const failed = byId("status").dataset.state === "old";
  document.title = `${failed ? "✕ " : ""}${byId("document").textContent}: preview`;
}

export function banner(text) {
  byId("banner").textContent = text;
  byId("banner").hidden = !text;
}

// What the bar says of the last build.
export function showStatus(state) {
  const status = byId("status");
  const old = state.shown !== state.build;
  status.dataset.state = old ? "old" : state.counts.error ? "flawed" : "good";
  const pages = `${state.pages} ${state.pages === 1 ? "page" : "pages"}`;
  const time = state.seconds < 1 ? `${Math.round(state.seconds * 1000)} ms` : `${state.seconds.toFixed(1)} s`;
  byId("facts").textContent = state.shown ? (old ? `last good build, ${pages}` : `${pages}  ·  ${time}`) : "No page yet";
  status.title = Object.entries(state.timings).map(([phase, seconds]) => `${phase} ${Math.round(seconds * 1000)} ms`).join("\n");
  banner(reason(state, old));
  showTitle();
}

function reason(state, old) {
  if (state.error) return state.error;
  if (!old) return "";
  const count = state.counts.error;
  const errors = `${count} ${count === 1 ? "error keeps" : "errors keep"} the document from being typeset.`;
  return state.shown ? `${errors} The pages below are the last good ones.` : errors;
}
