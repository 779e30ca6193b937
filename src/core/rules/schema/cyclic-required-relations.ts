/** Models that each need a row of the next before they can have their first. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Relation } from "../../schema/relation.ts";
import type { Schema } from "../../schema/resolve.ts";
import type { ModelShape } from "../../schema/shape.ts";

export const cyclicRequiredRelations: Rule<Schema> = {
  name: "cyclic-required-relations",
  severity: "warning",
  summary: "Required foreign keys lead round in a circle, so that no first row can be inserted",
  why: `Each row has to point at a row that exists. When the required keys of two or more models lead round in a circle, none of the tables can get its first row: Prisma Client inserts one row after the other, and PostgreSQL checks a foreign key at the end of each statement.

It goes unnoticed where the tables are old and full. Then a fresh database for a test, a new region or a restore of one table after the other fails.

Instead, make one key of the circle optional, the one that is known last, and set it in the same transaction once both rows exist. Or drop the key that only repeats what the other says: \`isDefault\` on the address does the work of \`defaultAddressId\` on the customer. A constraint that is \`DEFERRABLE INITIALLY DEFERRED\` would also do, but Prisma does not know of it, and nested writes rely on the order of inserts.`,
  examples: [
    {
      bad: `
        model Team {
          id      Int    @id
          owner   User   @relation("owner", fields: [ownerId], references: [id], onDelete: Restrict)
        //^^^^^
          ownerId Int    @unique
          members User[] @relation("members")
        }

        model User {
          id     Int   @id
          team   Team  @relation("members", fields: [teamId], references: [id], onDelete: Restrict)
          teamId Int
          owned  Team? @relation("owner")

          @@index([teamId])
        }
      `,
    },
    {
      good: `
        model Team {
          id      Int    @id
          owner   User?  @relation("owner", fields: [ownerId], references: [id], onDelete: SetNull)
          ownerId Int?   @unique
          members User[] @relation("members")
        }

        model User {
          id     Int   @id
          team   Team  @relation("members", fields: [teamId], references: [id], onDelete: Restrict)
          teamId Int
          owned  Team? @relation("owner")

          @@index([teamId])
        }
      `,
    },
  ],
  *check({ models, settings }) {
    // Where Prisma Client emulates relations, nothing asks whether the other row exists.
    if (settings.relationMode === "prisma") return;
    const needs = new Map(
      models.filter(isTable).map((model) => [model.shape, model.relations.filter(isNeeded)]),
    );
    const told = new Set<ModelShape>();
    for (const [start] of needs) {
      if (told.has(start)) continue;
      const cycle = shortestCycle(start, needs);
      const [first] = cycle;
      // Circles that share a model are told one after the other, as they are opened.
      if (!first || cycle.some(({ target }) => told.has(target))) continue;
      for (const { target } of cycle) told.add(target);
      const path = [start.name, ...cycle.map(({ target }) => target.name)].join(" → ");
      yield {
        at: first.field.node.name,
        message: `No first row can be inserted: each needs the next in ${path}`,
      };
    }
  },
};

type Needs = ReadonlyMap<ModelShape, readonly Relation[]>;

/** A key with one null in it is not checked. */
function isNeeded({ foreignKey }: Relation): boolean {
  return foreignKey?.fields.every(({ arity }) => arity === "required") === true;
}

/** The relations that lead from a model back to it, through at least one other. */
function shortestCycle(start: ModelShape, needs: Needs): readonly Relation[] {
  const pathTo = new Map<ModelShape, readonly Relation[]>([[start, []]]);
  // A map can grow while it is walked: this goes breadth first.
  for (const [from, path] of pathTo) {
    for (const relation of needs.get(from) ?? []) {
      const { target } = relation;
      // A row may point at itself.
      if (target === start && from !== start) return [...path, relation];
      if (!pathTo.has(target)) pathTo.set(target, [...path, relation]);
    }
  }
  return [];
}
