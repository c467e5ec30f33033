// One page: its canvas, the words over it, and the marks under the words. Drawing happens on a canvas that is not shown;
// `take` swaps it in at once, so that nothing flickers.

import { TextLayer } from "./pdf.mjs";

const MOST_PIXELS = 16e6; // a larger page is drawn coarser, and sharp where it is seen

export class Page {
  element = document.createElement("div");
  marks = document.createElement("div");
  content = null;
  spans = [];
  #canvas = null;
  #detail = null;
  #detailBox = null;
  #layer = null;
  #textLayer = null;
  #drawn = { source: null, scale: 0, ratio: 0 };

  constructor(number) {
    this.element.className = "page";
    this.element.setAttribute("role", "group");
    this.element.setAttribute("aria-label", `Page ${number}`);
    this.marks.className = "marks";
    this.element.append(this.marks);
  }

  // Give the page its size on the screen: whole device pixels, so that the canvas is not resampled.
  resize(source, scale, ratio) {
    const viewport = source.getViewport({ scale });
    const width = Math.floor(viewport.width * ratio) / ratio;
    const height = Math.floor(viewport.height * ratio) / ratio;
    const style = this.element.style;
    const changed = style.width !== `${width}px` || style.height !== `${height}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.setProperty("--total-scale-factor", scale);
    if (changed) this.#textLayer?.update({ viewport });
    return changed;
  }

  isDrawn(source, scale, ratio) {
    return this.#drawn.source === source && this.#drawn.scale === scale && this.#drawn.ratio === ratio;
  }

  get hasCanvas() {
    return this.#canvas !== null;
  }

  async draw(source, scale, ratio) {
    const viewport = source.getViewport({ scale });
    const pixels = viewport.width * viewport.height * ratio * ratio;
    const sharpness = ratio * Math.min(1, Math.sqrt(MOST_PIXELS / pixels));
    const box = { x: 0, y: 0, width: viewport.width, height: viewport.height };
    const canvas = await render(source, viewport, sharpness, box);
    return { canvas, source, scale, ratio };
  }

  take({ canvas, source, scale, ratio }) {
    canvas.className = "sheet";
    if (this.#canvas) this.#canvas.replaceWith(canvas);
    else this.element.prepend(canvas);
    release(this.#canvas);
    this.#canvas = canvas;
    this.#drawn = { source, scale, ratio };
    this.#dropDetail();
  }

  // Draw what is seen of a page whose canvas is too coarse. `seen` is in CSS pixels from the page's corner.
  async sharpen(source, scale, ratio, seen) {
    const viewport = source.getViewport({ scale });
    if (viewport.width * viewport.height * ratio * ratio <= MOST_PIXELS || this.#covers(seen)) return;
    const x = Math.max(0, Math.floor(seen.x - seen.width / 4));
    const y = Math.max(0, Math.floor(seen.y - seen.height / 4));
    const box = {
      x,
      y,
      width: Math.min(viewport.width - x, Math.ceil(seen.width * 1.5)),
      height: Math.min(viewport.height - y, Math.ceil(seen.height * 1.5)),
    };
    const canvas = await render(source, viewport, ratio, box);
    if (!this.isDrawn(source, scale, ratio)) return release(canvas);
    canvas.className = "detail";
    Object.assign(canvas.style, { left: `${x}px`, top: `${y}px`, width: `${canvas.width / ratio}px`, height: `${canvas.height / ratio}px` });
    this.#dropDetail();
    this.#canvas.after(canvas);
    this.#detail = canvas;
    this.#detailBox = box;
  }

  async readWords(source, scale) {
    const content = await source.getTextContent();
    const layer = document.createElement("div");
    layer.className = "textLayer";
    const textLayer = new TextLayer({ textContentSource: content, container: layer, viewport: source.getViewport({ scale }) });
    await textLayer.render();
    return { content, layer, textLayer };
  }

  takeWords({ content, layer, textLayer }) {
    this.#layer?.remove();
    this.element.append(layer);
    this.#layer = layer;
    this.#textLayer = textLayer;
    this.content = content;
    this.spans = textLayer.textDivs;
  }

  // Give memory back while the page is far away.
  forget() {
    release(this.#canvas);
    this.#canvas?.remove();
    this.#canvas = null;
    this.#drawn = { source: null, scale: 0, ratio: 0 };
    this.#dropDetail();
  }

  remove() {
    this.forget();
    this.element.remove();
  }

  #covers(seen) {
    const box = this.#detailBox;
    return box !== null && box.x <= seen.x && box.y <= seen.y
      && box.x + box.width >= seen.x + seen.width - 1 && box.y + box.height >= seen.y + seen.height - 1;
  }

  #dropDetail() {
    this.#detail?.remove();
    release(this.#detail);
    this.#detail = this.#detailBox = null;
  }
}

async function render(source, viewport, ratio, box) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true"); // the words over it are what is read out
  canvas.width = Math.max(1, Math.floor(box.width * ratio));
  canvas.height = Math.max(1, Math.floor(box.height * ratio));
  const transform = [ratio, 0, 0, ratio, -box.x * ratio, -box.y * ratio];
  // The intent "print" draws in one go; "display" waits for a frame now and then. Nothing on these pages differs.
  await source.render({ canvas, viewport, transform, intent: "print", annotationMode: 0 }).promise;
  return canvas;
}

// Safari keeps a canvas's memory until its size is nothing.
function release(canvas) {
  if (canvas) canvas.width = canvas.height = 0;
}
