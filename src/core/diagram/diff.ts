/**
 * Two versions of a schema in one diagram: what both have, what came, what went. Names decide what
 * is the same: something renamed was removed and added.
 */
import type {
  Change,
  Diagram,
  DiagramRelation,
  Entity,
  EntityIndex,
  EnumBox,
  RelationEnd,
  Row,
} from "./diagram.ts";

/** The order is that of `now`; what is gone stands behind what it stood behind. Its places are those of `before`. */
export function diffDiagrams(before: Diagram, now: Diagram): Diagram {
  return {
    entities: union(before.entities, now.entities, idOf, diffEntities).map(inWhole),
    enums: union(before.enums, now.enums, idOf, diffEnums),
    relations: union(before.relations, now.relations, idOf, diffRelations),
  };
}

function idOf({ id }: { readonly id: string }): string {
  return id;
}

type Changing = { readonly change: Change | undefined };

function union<Item extends Changing>(
  before: readonly Item[],
  now: readonly Item[],
  keyOf: (item: Item) => string,
  both: (before: Item, now: Item) => Item,
): Item[] {
  const earlier = new Map(before.map((item) => [keyOf(item), item]));
  const kept = new Set(now.map(keyOf));
  const goneBehind = new Map<string | undefined, Item[]>();
  let last: string | undefined;
  for (const item of before) {
    const key = keyOf(item);
    if (kept.has(key)) last = key;
    else {
      const gone = { ...item, change: "removed" as const };
      goneBehind.set(last, [...(goneBehind.get(last) ?? []), gone]);
    }
  }
  return [
    ...(goneBehind.get(undefined) ?? []),
    ...now.flatMap((item) => {
      const key = keyOf(item);
      const old = earlier.get(key);
      const shown = old === undefined ? { ...item, change: "added" as const } : both(old, item);
      return [shown, ...(goneBehind.get(key) ?? [])];
    }),
  ];
}

function diffEntities(before: Entity, now: Entity): Entity {
  const rows = union(before.rows, now.rows, ({ name }) => name, diffRows);
  const isChanged =
    before.kind !== now.kind ||
    before.table !== now.table ||
    before.groups.schema !== now.groups.schema ||
    indexesText(before.indexes) !== indexesText(now.indexes) ||
    rows.some(({ change }) => change !== undefined);
  return { ...now, rows, change: isChanged ? "changed" : undefined };
}

/** The order in which indexes are written means nothing, that of their columns does. */
function indexesText(indexes: readonly EntityIndex[] = []): string {
  return indexes
    .map(({ kind, rows }) => `${kind} ${rows}`)
    .sort()
    .join("; ");
}

/** The rows of an entity that came or went have done the same. */
function inWhole(entity: Entity): Entity {
  const { change } = entity;
  if (change !== "added" && change !== "removed") return entity;
  return { ...entity, rows: entity.rows.map((row) => ({ ...row, change })) };
}

function diffRows(before: Row, now: Row): Row {
  const isSame =
    before.type === now.type &&
    before.isPrimary === now.isPrimary &&
    before.isForeign === now.isForeign &&
    before.isUnique === now.isUnique;
  return { ...now, change: isSame ? undefined : "changed" };
}

function diffEnums(before: EnumBox, now: EnumBox): EnumBox {
  const ofValue = (value: string) => ({ value, change: undefined });
  const values = union<{ value: string; change: Change | undefined }>(
    before.values.map(ofValue),
    now.values.map(ofValue),
    ({ value }) => value,
    (_, same) => same,
  );
  const valueChanges = Object.fromEntries(
    values.flatMap(({ value, change }) =>
      change === "added" || change === "removed" ? [[value, change]] : [],
    ),
  );
  const isChanged =
    Object.keys(valueChanges).length > 0 || before.groups.schema !== now.groups.schema;
  return {
    ...now,
    values: values.map(({ value }) => value),
    valueChanges,
    change: isChanged ? "changed" : undefined,
  };
}

function diffRelations(before: DiagramRelation, now: DiagramRelation): DiagramRelation {
  const isSame =
    before.kind === now.kind &&
    before.onDelete === now.onDelete &&
    before.onUpdate === now.onUpdate &&
    sameEnd(before.from, now.from) &&
    sameEnd(before.to, now.to);
  return { ...now, change: isSame ? undefined : "changed" };
}

function sameEnd(a: RelationEnd, b: RelationEnd): boolean {
  return a.cardinality === b.cardinality && a.rows.join() === b.rows.join();
}
