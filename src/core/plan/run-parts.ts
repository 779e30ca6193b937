/**
 * Which node waited for which while a plan was run: children, but also the InitPlans and CTEs that
 * hang elsewhere in the tree and run when somebody first needs them. Does not know what is counted.
 */
import { endsOf, type Plan, type PlanNode } from "./plan.ts";
import type { Part, Parts } from "./settle.ts";

/** From what each node says of itself, with all that it waited for, and by how much that may be wrong. */
export function runParts(plan: Plan, amounts: readonly number[], doubts: readonly number[]): Parts {
  const { nodes } = plan;
  const book: Book = {
    nodes,
    amounts,
    doubts,
    parts: nodes.map(({ children }) =>
      children
        .filter((child) => nodes[child]?.relationship !== "InitPlan")
        .map((node) => ({ node, amount: amounts[node] ?? 0, doubt: doubts[node] ?? 0 })),
    ),
    left: [],
  };
  for (const { index } of nodes) book.left.push(leftOf(book, index));
  const ends = endsOf(nodes);
  const uses = usesOf(nodes);
  const outside: Part[] = [];
  for (const node of nodes) {
    if (node.relationship !== "InitPlan" || node.parent === undefined) continue;
    const users = (uses.get(nameOf(nodes, node)) ?? []).filter((user) =>
      mayWaitFor(ends, user, node),
    );
    const isCte = node.subplanName?.startsWith("CTE ") ?? false;
    const isWriting = isCte && node.type === "ModifyTable";
    // Workers of a CTE that was not read to its end are ended by the node that it hangs on.
    const inCte = isWriting ? byTime(book, users) : [...byTime(book, users), node.parent];
    const unpaid = charge(book, node, isCte ? inCte : byPlace(book, ends, users, node));
    // What a data-modifying CTE has not done yet when the query is done, it does afterwards.
    if (isWriting && unpaid > 0) outside.push({ node: node.index, amount: unpaid, doubt: 0 });
  }
  return { amounts, parts: book.parts, outside };
}

type Book = {
  readonly nodes: readonly PlanNode[];
  readonly amounts: readonly number[];
  readonly doubts: readonly number[];
  readonly parts: Part[][];
  /** What each node has beyond its parts so far. */
  readonly left: number[];
};

function leftOf({ amounts, parts }: Book, index: number): number {
  return (parts[index] ?? []).reduce((rest, part) => rest - part.amount, amounts[index] ?? 0);
}

/** In turn, until it is all paid; gives what is not. */
function charge(book: Book, { index }: PlanNode, users: readonly number[]): number {
  const amount = book.amounts[index] ?? 0;
  let unpaid = amount;
  for (const user of users) {
    const paid = Math.min(unpaid, Math.max(0, book.left[user] ?? 0));
    if (paid <= 0) continue;
    const doubt = amount > 0 ? ((book.doubts[index] ?? 0) * paid) / amount : 0;
    book.parts[user]?.push({ node: index, amount: paid, doubt });
    book.left[user] = (book.left[user] ?? 0) - paid;
    unpaid -= paid;
  }
  return unpaid;
}

/** Of several scans of a CTE the one that took longest filled it, the others read what was there. */
function byTime({ left }: Book, users: readonly number[]): readonly number[] {
  return [...users].sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0));
}

/**
 * An InitPlan runs in the first node that asks for its value: a Gather, which needs it for its
 * workers, else the deepest that names it and took long enough; those above only give the value on.
 * Not all who ask are told (an Append that prunes; what is selected, but with VERBOSE), so next is
 * the node nearest to where it hangs that took long enough. Last, all of them in part.
 */
function byPlace(
  book: Book,
  ends: readonly number[],
  users: readonly number[],
  subplan: PlanNode,
): readonly number[] {
  const { nodes, amounts, doubts, left } = book;
  const needed = (amounts[subplan.index] ?? 0) - (doubts[subplan.index] ?? 0);
  const isEnough = (user: number) => (left[user] ?? 0) >= needed;
  const rank = (user: number) =>
    nodes[user]?.type.startsWith("Gather") ? Number.MAX_VALUE : (nodes[user]?.depth ?? 0);
  const [named] = users.filter(isEnough).sort((a, b) => rank(b) - rank(a));
  if (named !== undefined) return [named];
  const others = spine(nodes, ends, subplan.parent ?? 0).filter((user) =>
    mayWaitFor(ends, user, subplan),
  );
  const near = others.find(isEnough);
  return near === undefined ? [...byTime(book, users), ...byTime(book, others)] : [near];
}

/** A node and those below it, without what runs apart from them. */
function spine(nodes: readonly PlanNode[], ends: readonly number[], from: number): number[] {
  const found: number[] = [];
  for (let at = from; at < (ends[from] ?? 0); at++) {
    if (nodes[at]?.relationship === "InitPlan" && at !== from) at = (ends[at] ?? at + 1) - 1;
    else found.push(at);
  }
  return found;
}

/** PostgreSQL lists subplans before what uses them, so whatever is used comes earlier. */
function mayWaitFor(ends: readonly number[], user: number, { index, parent }: PlanNode): boolean {
  if (parent === undefined) return false;
  return user === parent || (user >= (ends[index] ?? 0) && user < (ends[parent] ?? 0));
}

/** What a subplan is called by those who use it; with its place, since names of CTEs repeat. */
function nameOf(nodes: readonly PlanNode[], node: PlanNode): string {
  const name = node.subplanName ?? "";
  const cte = /^CTE (.*)$/s.exec(name)?.[1];
  if (cte !== undefined) return `${nodes[node.parent ?? 0]?.index} ${cte}`;
  return /\(returns (\$\d+)/.exec(name)?.[1] ?? name;
}

/** Nodes by the name of what they use: `$0` (until 16), `InitPlan 1`, or a CTE with its place. */
function usesOf(nodes: readonly PlanNode[]): ReadonlyMap<string, readonly number[]> {
  const uses = new Map<string, number[]>();
  const note = (name: string, index: number) => {
    const known = uses.get(name);
    if (known === undefined) uses.set(name, [index]);
    else if (known.at(-1) !== index) known.push(index);
  };
  const scopes = scopesOf(nodes);
  for (const node of nodes) {
    for (const name of namesIn(node)) note(name, node.index);
    if (node.type !== "CTE Scan" || node.cteName === undefined) continue;
    const place = scopes(node, node.cteName);
    if (place !== undefined) note(`${place} ${node.cteName}`, node.index);
  }
  return uses;
}

function namesIn({ properties }: PlanNode): readonly string[] {
  return Object.entries(properties).flatMap(([name, value]) => {
    if (name === "Subplan Name") return [];
    const texts = Array.isArray(value) ? value : [value];
    return texts.flatMap((text) =>
      typeof text === "string" ? (text.match(/\$\d+|InitPlan \d+/g) ?? []) : [],
    );
  });
}

/** Which node has the CTE of that name: the innermost from the scan upwards, which may be the scan itself. */
function scopesOf(nodes: readonly PlanNode[]) {
  const withCtes = new Map<number, Set<string>>();
  for (const { subplanName, parent } of nodes) {
    const cte = /^CTE (.*)$/s.exec(subplanName ?? "")?.[1];
    if (cte === undefined || parent === undefined) continue;
    const known = withCtes.get(parent) ?? new Set();
    withCtes.set(parent, known.add(cte));
  }
  return (node: PlanNode, name: string): number | undefined => {
    let at: number | undefined = node.index;
    while (at !== undefined && withCtes.get(at)?.has(name) !== true) at = nodes[at]?.parent;
    return at;
  };
}
