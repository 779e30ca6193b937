/**
 * What is shown of a model that stands somewhere else now. A key pressed near the top of a file
 * moves all that stands below, so this is spelled out: spreading takes many times as long.
 */
import type { DiagramRelation, Entity, Row, SourcePlace } from "./diagram.ts";

/** What is shown of one model. */
export type Shown = {
  readonly entity: Entity;
  readonly relations: readonly DiagramRelation[];
};

export function moved({ entity, relations }: Shown, by: number): Shown {
  return {
    entity: {
      ...entity,
      at: movedPlace(entity.at, by),
      rows: entity.rows.map((row) => movedRow(row, by)),
    },
    relations: relations.map((relation) => movedRelation(relation, by)),
  };
}

function movedPlace({ file, start, end }: SourcePlace, by: number): SourcePlace {
  return { file, start: start + by, end: end + by };
}

function movedRow(row: Row, by: number): Row {
  return {
    name: row.name,
    type: row.type,
    isPrimary: row.isPrimary,
    isForeign: row.isForeign,
    isUnique: row.isUnique,
    isOptional: row.isOptional,
    refersTo: row.refersTo,
    doc: row.doc,
    at: movedPlace(row.at, by),
    counts: row.counts,
    change: row.change,
  };
}

function movedRelation(relation: DiagramRelation, by: number): DiagramRelation {
  return {
    id: relation.id,
    from: relation.from,
    to: relation.to,
    name: relation.name,
    kind: relation.kind,
    onDelete: relation.onDelete,
    onUpdate: relation.onUpdate,
    servedBy: relation.servedBy,
    at: movedPlace(relation.at, by),
    change: relation.change,
  };
}
