// How large the pages are, and which place of them stays where it is when their size changes.

export const STEPS = [0.25, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 6, 8];
export const FITS = { auto: "As it fits", width: "Page width", page: "Whole page" };
const CSS_PIXELS_PER_POINT = 96 / 72;
const WIDEST = 1.5; // "as it fits" makes nothing larger than this

// The scale, in CSS pixels a point, of a zoom (a mode or a factor) for pages of this size in points.
export function scaleOf(zoom, width, height, container) {
  if (typeof zoom === "number") return zoom * CSS_PIXELS_PER_POINT;
  const margin = Number.parseFloat(getComputedStyle(container).paddingLeft);
  const fitWidth = Math.max(0.1, (container.clientWidth - 2 * margin) / width);
  if (zoom === "width") return fitWidth;
  if (zoom === "page") return Math.min(fitWidth, Math.max(0.1, (container.clientHeight - 2 * margin) / height));
  return Math.min(fitWidth, WIDEST * CSS_PIXELS_PER_POINT);
}

export function factorOf(scale) {
  return scale / CSS_PIXELS_PER_POINT;
}

// The next larger or smaller factor.
export function step(factor, direction) {
  const steps = direction > 0 ? STEPS : STEPS.toReversed();
  return steps.find((candidate) => (candidate - factor) * direction > 0.005) ?? factor;
}

// The page under a point of the container, and where on it the point is, as parts of its size; beside it, in pixels besides.
export function anchorAt(container, pages, point) {
  const frame = container.getBoundingClientRect();
  const x = point?.x ?? frame.left + frame.width / 2;
  const y = point?.y ?? frame.top;
  for (const [index, page] of pages.entries()) {
    const box = page.element.getBoundingClientRect();
    if (box.bottom > y || index === pages.length - 1) {
      const inside = Math.min(Math.max(y, box.top), box.bottom);
      const part = (inside - box.top) / (box.height || 1);
      return { index, x: (x - box.left) / (box.width || 1), y: part, beside: y - inside, atX: x, atY: y };
    }
  }
  return null;
}

// Scroll so that the anchor is where it was.
export function restore(container, pages, anchor) {
  const page = anchor && pages[Math.min(anchor.index, pages.length - 1)];
  if (!page) return;
  const box = page.element.getBoundingClientRect();
  container.scrollLeft += box.left + anchor.x * box.width - anchor.atX;
  container.scrollTop += box.top + anchor.y * box.height + anchor.beside - anchor.atY;
}
