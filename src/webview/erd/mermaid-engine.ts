/**
 * Mermaid behind one function: loaded when first wanted, one picture at a time, and of those that
 * wait only the newest is ever drawn.
 */
import type { MermaidConfig } from "mermaid";

/** What is used of Mermaid. */
export type MermaidEngine = {
  readonly initialize: (config: MermaidConfig) => void;
  readonly render: (
    id: string,
    text: string,
    container?: Element,
  ) => Promise<{ readonly svg: string }>;
};

export type Drawn =
  | { readonly kind: "drawn"; readonly svg: string; readonly id: string }
  /** A newer wish took its place. */
  | { readonly kind: "outdated" }
  | { readonly kind: "failed"; readonly reason: string };

type Wish = {
  readonly text: string;
  readonly config: MermaidConfig;
  readonly settle: (drawn: Drawn) => void;
};

/** The script that runs now; known only while it runs for the first time. */
const own = document.currentScript;
const nonce = own instanceof HTMLScriptElement ? own.nonce : "";

let loading: Promise<MermaidEngine> | undefined;

/** Rejects where the script cannot be loaded, and tries again when asked again. */
function load(): Promise<MermaidEngine> {
  loading ??= new Promise<MermaidEngine>((resolve, reject) => {
    const script = document.createElement("script");
    script.nonce = nonce;
    script.src = document.body.dataset.mermaid ?? "";
    script.addEventListener("load", () => {
      const engine = globalThis.erdMermaid;
      if (engine === undefined) reject(new Error("the script of Mermaid did not run"));
      else resolve(engine);
    });
    script.addEventListener("error", () => {
      loading = undefined;
      reject(new Error("the script of Mermaid could not be read"));
    });
    document.head.append(script);
  });
  return loading;
}

export class MermaidQueue {
  readonly #stage: HTMLElement;
  #isBusy = false;
  #waiting: Wish | undefined;
  #count = 0;

  /** Mermaid measures its texts in `stage`, which nobody sees. */
  constructor(stage: HTMLElement) {
    this.#stage = stage;
  }

  /** How many pictures were begun. */
  get count(): number {
    return this.#count;
  }

  draw(text: string, config: MermaidConfig): Promise<Drawn> {
    return new Promise((resolve) => {
      this.#waiting?.settle({ kind: "outdated" });
      this.#waiting = { text, config, settle: resolve };
      this.#advance();
    });
  }

  #advance(): void {
    const wish = this.#waiting;
    if (this.#isBusy || wish === undefined) return;
    this.#isBusy = true;
    this.#waiting = undefined;
    void this.#drawNow(wish).then((drawn) => {
      this.#isBusy = false;
      // What is drawn is shown even when something newer waits: it is newer than what is there.
      wish.settle(drawn);
      this.#advance();
    });
  }

  async #drawNow({ text, config }: Wish): Promise<Drawn> {
    const id = `erd${++this.#count}`;
    try {
      const engine = await load();
      // The progress line gets its turn before the thread is busy.
      await painted();
      engine.initialize(config);
      const { svg } = await engine.render(id, text, this.#stage);
      return { kind: "drawn", svg, id };
    } catch (error) {
      return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
    } finally {
      this.#stage.replaceChildren();
    }
  }
}

/** Frames do not come while the panel is hidden. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 50);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(resolve);
    });
  });
}
