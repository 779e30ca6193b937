/** The same diagram as a tree of sentences, for those who do not look at pictures. */
import type {
  Cardinality,
  Diagram,
  DiagramRelation,
  Entity,
  EnumBox,
  FindingCounts,
  Row,
} from "./diagram.ts";

export type TreeNode = {
  /** Stays the same while the schema changes: of the entity, row, enum or relation. */
  readonly id: string;
  readonly label: string;
  readonly children: readonly TreeNode[];
};

export function textTreeOf({ entities, enums, relations }: Diagram): TreeNode[] {
  const byEntity = new Map<string, TreeNode[]>(entities.map(({ id }) => [id, []]));
  for (const relation of relations) {
    const { from, to, id } = relation;
    byEntity.get(from.entity)?.push({ id: `${id} from`, label: fromHere(relation), children: [] });
    byEntity.get(to.entity)?.push({ id: `${id} to`, label: fromThere(relation), children: [] });
  }
  return [
    ...entities.map((entity) => entityNode(entity, byEntity.get(entity.id) ?? [])),
    ...enums.map(enumNode),
  ];
}

function entityNode(entity: Entity, relations: readonly TreeNode[]): TreeNode {
  const { id, kind, rows, counts, isStale, change, doc } = entity;
  const label = [
    kind === "model" ? id : `${id}, ${kind === "view" ? "a view" : "a composite type"}`,
    counted(rows.length, "field", "fields"),
    relations.length > 0 ? counted(relations.length, "relation", "relations") : "",
    ...findings(counts),
    isStale ? "as it was before a mistake in its text" : "",
    change ?? "",
  ];
  const about = doc === undefined ? [] : [{ id: `${id} about`, label: doc, children: [] }];
  return {
    id,
    label: joined(label),
    children: [...about, ...rows.map((row) => rowNode(id, row)), ...relations],
  };
}

function rowNode(entity: string, row: Row): TreeNode {
  const isList = row.type.endsWith("[]");
  const label = [
    `${row.name}: ${isList ? "list of " : ""}${row.type.replace(/(\[\]|\?)+$/, "")}`,
    row.isOptional ? "optional" : "",
    row.isPrimary ? "primary key" : "",
    row.isForeign ? "foreign key" : "",
    row.isUnique ? "unique" : "",
    ...findings(row.counts),
    row.change ?? "",
  ];
  return { id: `${entity}.${row.name}`, label: joined(label), children: [] };
}

function enumNode({ id, values, counts, change, valueChanges = {} }: EnumBox): TreeNode {
  const label = [
    `${id}, an enum`,
    counted(values.length, "value", "values"),
    ...findings(counts),
    change ?? "",
  ];
  const children = values.map((value) => ({
    id: `${id}.${value}`,
    label: joined([value, Object.hasOwn(valueChanges, value) ? (valueChanges[value] ?? "") : ""]),
    children: [],
  }));
  return { id, label: joined(label), children };
}

const amounts: Readonly<Record<Cardinality, string>> = {
  one: "one",
  "zero-or-one": "at most one",
  many: "any number of",
};

/** Seen from the entity that holds the key. */
function fromHere({
  from,
  to,
  kind,
  onDelete,
  onUpdate,
  servedBy,
  change,
}: DiagramRelation): string {
  const verb = kind === "composite" ? "holds" : "has";
  return joined([
    `${from.entity} ${verb} ${amounts[to.cardinality]} ${to.entity}${as(from.field)}`,
    from.rows.length > 0 && kind === "foreign-key" ? `by ${from.rows.join(" and ")}` : "",
    onDelete === undefined ? "" : `on delete ${onDelete}`,
    onUpdate === undefined ? "" : `on update ${onUpdate}`,
    kind === "foreign-key" && from.rows.length > 0 && servedBy === undefined ? "no index" : "",
    change ?? "",
  ]);
}

function fromThere({ from, to, kind, change }: DiagramRelation): string {
  const sentence =
    kind === "composite"
      ? `${to.entity} is held by ${from.entity}${as(from.field)}`
      : `${to.entity} has ${amounts[from.cardinality]} ${from.entity}${as(to.field)}`;
  return joined([sentence, change ?? ""]);
}

function as(field: string | undefined): string {
  return field === undefined ? "" : ` as ${field}`;
}

function findings({ error, warning, info, hint }: FindingCounts): string[] {
  const all = [
    [error, "error", "errors"],
    [warning, "warning", "warnings"],
    [info, "info", "infos"],
    [hint, "hint", "hints"],
  ] as const;
  return all.flatMap(([count, one, many]) => (count > 0 ? [counted(count, one, many)] : []));
}

function counted(count: number, one: string, many: string): string {
  return `${count === 0 ? "no" : count} ${count === 1 ? one : many}`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}
