/** Children of one element by id, each with a stamp of what it shows. */

export type Wanted = {
  readonly id: string;
  readonly stamp: string;
  readonly make: () => SVGElement;
};

export class KeyedElements {
  readonly #parent: SVGElement;
  readonly #drawn = new Map<string, { readonly node: SVGElement; readonly stamp: string }>();

  constructor(parent: SVGElement) {
    this.#parent = parent;
  }

  get size(): number {
    return this.#drawn.size;
  }

  has(id: string): boolean {
    return this.#drawn.has(id);
  }

  get(id: string): SVGElement | undefined {
    return this.#drawn.get(id)?.node;
  }

  /** Removes what is no longer wanted, and answers with what is still to be made. */
  sync(wanted: readonly Wanted[]): (() => void)[] {
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [id, { node }] of this.#drawn) {
      if (ids.has(id)) continue;
      node.remove();
      this.#drawn.delete(id);
    }
    const left = wanted.filter(({ id, stamp }) => this.#drawn.get(id)?.stamp !== stamp);
    return left.map((one) => () => this.#put(one));
  }

  /** Until the next sync, which makes it anew. */
  replace(id: string, make: () => SVGElement): void {
    if (this.#drawn.has(id)) this.#put({ id, stamp: "", make });
  }

  #put({ id, stamp, make }: Wanted): void {
    const node = make();
    const old = this.#drawn.get(id)?.node;
    const hadFocus = old !== undefined && old === document.activeElement;
    if (old) old.replaceWith(node);
    else this.#parent.append(node);
    this.#drawn.set(id, { node, stamp });
    if (hadFocus) node.focus({ preventScroll: true });
  }
}
