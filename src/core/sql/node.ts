/**
 * Looking into the parser's syntax tree, whose shape is not known to the compiler. A child of any
 * type is wrapped in its tag, `{ "ColumnRef": { … } }`; zero, false and "" are left out.
 */

/** The inside of a wrapped node. */
export type Node = Readonly<Record<string, unknown>>;

/** A node with its tag. */
export type Tagged = { readonly tag: string; readonly node: Node };

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `{ "ColumnRef": { … } }` → its tag and its inside. */
export function untag(value: unknown): Tagged | undefined {
  if (!isNode(value)) return undefined;
  for (const tag in value) {
    const node = value[tag];
    return isNode(node) ? { tag, node } : undefined;
  }
  return undefined;
}

/** A child of a known type, which is not wrapped. */
export function childOf(node: Node | undefined, key: string): Node | undefined {
  const child = node?.[key];
  return isNode(child) ? child : undefined;
}

/** A child of any type. */
export function taggedIn(node: Node | undefined, key: string): Tagged | undefined {
  return untag(node?.[key]);
}

/** A list of children of any type. */
export function listIn(node: Node | undefined, key: string): Tagged[] {
  const list = node?.[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => untag(item) ?? []);
}

export function stringIn(node: Node | undefined, key: string): string | undefined {
  const value = node?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function numberIn(node: Node | undefined, key: string): number {
  const value = node?.[key];
  return typeof value === "number" ? value : 0;
}

export function flagIn(node: Node | undefined, key: string): boolean {
  return node?.[key] === true;
}

/** The strings of a list of names: `public.User` is two. */
export function stringsIn(node: Node | undefined, key: string): string[] {
  return listIn(node, key).flatMap((item) => stringOf(item) ?? []);
}

export function stringOf(tagged: Tagged | undefined): string | undefined {
  if (tagged?.tag !== "String") return undefined;
  const value = tagged.node.sval;
  return typeof value === "string" ? value : "";
}

/** Options: `CONCURRENTLY`, `AS '…'`, `OWNED BY …`. */
export function optionIn(node: Node | undefined, key: string, name: string): Node | undefined {
  return listIn(node, key).find(({ node: option }) => option.defname === name)?.node;
}

/**
 * Shows every tagged node under `value`, itself included, parents first. Does not go below a node
 * for which `visit` says false. Needs no stack, for expressions may be thousands deep.
 */
export function walk(value: unknown, visit: (tagged: Tagged) => boolean): void {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (Array.isArray(next)) {
      for (let at = next.length - 1; at >= 0; at--) waiting.push(next[at]);
    } else if (isNode(next)) waiting.push(...belowOf(next, visit).reverse());
  }
}

function belowOf(node: Node, visit: (tagged: Tagged) => boolean): unknown[] {
  const below: unknown[] = [];
  for (const key in node) {
    const child = node[key];
    if (typeof child !== "object") continue;
    if (!isTag(key) || !isNode(child) || visit({ tag: key, node: child })) below.push(child);
  }
  return below;
}

/** Tags begin with a capital letter, fields do not. */
function isTag(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 65 && first <= 90;
}
