// The words of all pages as one text, and the way from a place on the screen to a place in it and back.

export class Words {
  text = "";
  #pieces = []; // { start, end, page, span }
  #bySpan = new Map();

  constructor(pages) {
    let text = "";
    for (const page of pages) {
      let span = -1;
      let last = null;
      for (const item of page.content?.items ?? []) {
        if (item.str === undefined) continue;
        span += 1;
        if (item.str && last) text += sameLine(last, item) ? gap(last, item) : "\n";
        if (item.str) {
          const piece = { start: text.length, end: text.length + item.str.length, page, span: page.spans[span] };
          text += item.str;
          this.#pieces.push(piece);
          if (piece.span) this.#bySpan.set(piece.span, piece);
          last = item;
        }
      }
      text += "\n";
    }
    this.text = text;
  }

  // The index of the character at a place on the screen, or null.
  indexAt(x, y) {
    const span = document.elementsFromPoint(x, y).find((element) => this.#bySpan.has(element));
    if (!span) return null;
    const piece = this.#bySpan.get(span);
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? { node: caret.offsetNode, offset: caret.offset } : rangeAt(x, y);
    const box = span.getBoundingClientRect();
    const part = Math.floor(((x - box.left) / (box.width || 1)) * (piece.end - piece.start));
    const inside = range && span.contains(range.node) ? range.offset : part;
    return piece.start + Math.min(Math.max(inside, 0), piece.end - piece.start - 1);
  }

  lineAround(index) {
    const start = this.text.lastIndexOf("\n", index - 1) + 1;
    const end = this.text.indexOf("\n", index);
    return { start, end: end === -1 ? this.text.length : end };
  }

  // Where words stand in the text, or in a range of it, whatever their spaces, hyphens and case; null when they do not.
  find(words, within = { start: 0, end: Infinity }) {
    const wanted = reduce(words).text;
    if (!wanted) return null;
    const own = (this.reduced ??= reduce(this.text));
    const found = own.text.indexOf(wanted, own.places.findIndex((place) => place >= within.start));
    if (found === -1) return null;
    const range = { start: own.places[found], end: own.places[found + wanted.length - 1] + 1 };
    return range.end <= within.end ? range : null;
  }

  // The rectangles of a range of the text, each with its page, in CSS pixels of the window.
  rectangles({ start, end }) {
    const found = [];
    for (const piece of this.#pieces) {
      if (piece.end <= start || piece.start >= end || !piece.span?.firstChild) continue;
      const range = document.createRange();
      range.setStart(piece.span.firstChild, Math.max(start - piece.start, 0));
      range.setEnd(piece.span.firstChild, Math.min(end, piece.end) - piece.start);
      for (const box of range.getClientRects()) if (box.width > 0) found.push({ page: piece.page, box });
    }
    return found;
  }

  // The lines that stand here and not in another text, as ranges.
  linesNotIn(other) {
    const before = new Set(other.text.split("\n"));
    const found = [];
    let start = 0;
    for (const line of this.text.split("\n")) {
      if (line.trim() && !before.has(line)) found.push({ start, end: start + line.length });
      start += line.length + 1;
    }
    return found;
  }
}

// Put marks under the words of a range; they keep their place when the pages change size.
export function mark(words, range, className) {
  const marks = [];
  for (const { page, box } of words.rectangles(range)) {
    const frame = page.element.getBoundingClientRect();
    const element = document.createElement("div");
    element.className = className;
    Object.assign(element.style, {
      left: `${(100 * (box.left - frame.left)) / frame.width}%`,
      top: `${(100 * (box.top - frame.top)) / frame.height}%`,
      width: `${(100 * box.width) / frame.width}%`,
      height: `${(100 * box.height) / frame.height}%`,
    });
    page.marks.append(element);
    marks.push(element);
  }
  return marks;
}

function sameLine(a, b) {
  return Math.abs(a.transform[5] - b.transform[5]) < Math.max(a.height, b.height, 1) * 0.5;
}

function gap(a, b) {
  const space = b.transform[4] - a.transform[4] - a.width;
  return /\s$/.test(a.str) || /^\s/.test(b.str) || space < Math.max(a.height, 1) * 0.1 ? "" : " ";
}

function rangeAt(x, y) {
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

function reduce(text) {
  let reduced = "";
  const places = [];
  let index = 0;
  for (const character of text) {
    for (const part of character.normalize("NFKD").toLowerCase()) {
      if (/[\p{L}\p{N}]/u.test(part)) {
        reduced += part;
        for (let i = 0; i < part.length; i += 1) places.push(index);
      }
    }
    index += character.length;
  }
  return { text: reduced, places };
}
