// The stream of states from the server. A page that cannot be seen for a while lets its stream go, since browsers allow
// six connections to one host, and takes it up again when it is looked at.

const PATIENCE = 2000;
const UNSEEN = 20000;

export class Live {
  #source = null;
  #handlers;
  #ended = false;
  #lost = 0;
  #retry = 0;
  #hide = 0;

  // handlers: state(data), lost(), found(), stopped()
  constructor(handlers) {
    this.#handlers = handlers;
    document.addEventListener("visibilitychange", () => this.#seen());
    this.#open();
  }

  #open() {
    if (this.#source || this.#ended) return;
    clearTimeout(this.#retry);
    const source = new EventSource("events");
    this.#source = source;
    source.addEventListener("open", () => {
      clearTimeout(this.#lost);
      this.#handlers.found();
    });
    source.addEventListener("state", (event) => this.#handlers.state(JSON.parse(event.data)));
    source.addEventListener("stopped", () => {
      this.#ended = true;
      this.#close();
      this.#handlers.stopped();
    });
    source.addEventListener("error", () => this.#fault(source));
  }

  #fault(source) {
    clearTimeout(this.#lost);
    this.#lost = setTimeout(() => this.#handlers.lost(), PATIENCE);
    if (source.readyState !== EventSource.CLOSED) return;
    // The server refused: the browser does not try again by itself.
    this.#close();
    this.#retry = setTimeout(() => this.#open(), PATIENCE);
  }

  #close() {
    this.#source?.close();
    this.#source = null;
  }

  #seen() {
    clearTimeout(this.#hide);
    if (document.hidden) {
      this.#hide = setTimeout(() => {
        clearTimeout(this.#lost);
        clearTimeout(this.#retry);
        this.#close();
      }, UNSEEN);
    } else {
      this.#open();
    }
  }
}

// Ask the server for something; null when it has none or is gone.
export async function ask(address, data) {
  const options = { cache: "no-store" };
  if (data !== undefined) {
    Object.assign(options, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) });
  }
  try {
    const response = await fetch(address, options);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}
