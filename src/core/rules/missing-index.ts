/**
 * The index that a foreign key lacks: what is underlined, and how it is added. Two rules tell of
 * it, one for join tables and one for all others.
 */
import type { Fix } from "../lint/rule.ts";
import { addBlockAttribute } from "../schema/edit.ts";
import { isConstraint, serves } from "../schema/index-coverage.ts";
import { isTable } from "../schema/model.ts";
import { defaultName } from "../schema/names.ts";
import type { ForeignKey, Relation } from "../schema/relation.ts";
import type { Model } from "../schema/resolve.ts";
import type { Settings } from "../schema/settings.ts";
import type { FieldShape } from "../schema/shape.ts";

export type Unindexed = {
  readonly relation: Relation;
  readonly foreignKey: ForeignKey;
  /** In a join table, the side by which its key can look rows up. */
  readonly otherSide: ForeignKey | undefined;
};

const known = new WeakMap<Model, readonly Unindexed[]>();

/** Foreign keys that no index serves; one of those over the same columns, which lack one index. */
export function unindexedKeys(model: Model): readonly Unindexed[] {
  const before = known.get(model);
  if (before) return before;
  const now = findUnindexed(model);
  known.set(model, now);
  return now;
}

function findUnindexed(model: Model): Unindexed[] {
  if (!isTable(model) || indexesItself(model.settings)) return [];
  const found = new Map<string, Unindexed>();
  for (const relation of model.relations) {
    const { foreignKey } = relation;
    if (!foreignKey || model.indexes.some((index) => serves(index, foreignKey.fields))) continue;
    const key = namesOf(foreignKey).toSorted().join();
    if (found.has(key)) continue;
    found.set(key, { relation, foreignKey, otherSide: otherSideOf(model, foreignKey) });
  }
  return [...found.values()];
}

/** MySQL's InnoDB makes the index with the constraint; MongoDB has no foreign keys. */
function indexesItself({ provider, relationMode }: Settings): boolean {
  return provider === "mongodb" || (provider === "mysql" && relationMode === "foreignKeys");
}

/** More columns than this beside its two keys, and a table tells more than who belongs to whom. */
const mostOthers = 4;

/** Rows of a join table are told apart by two foreign keys and nothing else. */
function otherSideOf({ fields, relations, indexes }: Model, second: ForeignKey) {
  const columns = fields.filter(({ kind }) => kind !== "relation").length;
  const others = relations.flatMap(({ foreignKey }) => foreignKey ?? []);
  return others.find((first) => {
    const both = new Set([...first.fields, ...second.fields]);
    const isPair = both.size > first.fields.length && both.size > second.fields.length;
    if (!isPair || columns - both.size > mostOthers) return false;
    return indexes.some(
      (index) =>
        isConstraint(index) &&
        index.parts.length === both.size &&
        index.parts.every(({ field }) => field && both.has(field)) &&
        serves(index, first.fields),
    );
  });
}

export function namesOf({ fields }: ForeignKey): string[] {
  return fields.map(({ name }) => name);
}

/** The list of fields in `@relation`. */
export function listOf({ shape }: Model, { field }: Relation) {
  const list = field.relation?.fields ?? [];
  const first = list[0] ?? field.node.name;
  const last = list.at(-1) ?? first;
  return { source: shape.block, ...withBrackets(shape.block.text, first.start, last.end) };
}

/** The list as it is written, from bracket to bracket where it has them. */
function withBrackets(text: string, start: number, end: number) {
  const open = text.slice(0, start).trimEnd().length - 1;
  const close = end + (/^\s*(?:,\s*)?\]/.exec(text.slice(end))?.[0].length ?? 0);
  return text[open] === "[" && close > end ? { start: open, end: close } : { start, end };
}

export function addIndex(model: Model, foreignKey: ForeignKey): Fix {
  const text = `@@index([${namesOf(foreignKey).join(", ")}]${mapFor(model, foreignKey.fields)})`;
  return { title: `Add ${text}`, edits: addBlockAttribute(model.shape.block, text) };
}

/** An index over some rows, or of another type, may have the name that Prisma would give. */
function mapFor({ shape, settings, indexes }: Model, fields: readonly FieldShape[]): string {
  const columns = fields.map(({ column }) => column);
  const nameOf = (parts: string[]) => defaultName("idx", shape.table, parts, settings.provider);
  const taken = indexes.some(({ name }) => name === nameOf(columns));
  return taken ? `, map: "${nameOf([...columns, "full"])}"` : "";
}
