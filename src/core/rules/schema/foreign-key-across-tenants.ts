/** A foreign key that lets a row of one customer point at a row of another. */
import type { Rule } from "../../lint/rule.ts";
import type { Schema } from "../../schema/resolve.ts";
import { tenancyOf } from "../tenancy.ts";

export const foreignKeyAcrossTenants: Rule<Schema> = {
  name: "foreign-key-across-tenants",
  severity: "hint",
  preset: "all",
  summary: "A foreign key may point at a row of another tenant",
  why: `Both rows say whose they are, and nothing makes them say the same. One handler that takes \`projectId\` from a request without checking its owner is enough: the task of one customer hangs in the project of another, shows up in their lists, and is deleted along with it. Row-level security does not see it either, since a foreign key is checked without policies.

What the tenants are is a guess from the names of models and from what most tables point at; \`/// @tenant\` above a model states it. It is told once in a model, at the first such relation.

Instead, put the key of the tenant into the foreign key. The parent gets \`@@unique([teamId, id])\`, the child \`@relation(fields: [teamId, projectId], references: [teamId, id])\`; then the database refuses what crosses over. Look for rows that already do before the migration.`,
  examples: [
    {
      bad: `
        model Team {
          id       Int       @id
          projects Project[]
          tasks    Task[]
          members  Member[]
        }

        model Project {
          id     Int    @id
          teamId Int
          team   Team   @relation(fields: [teamId], references: [id])
          tasks  Task[]
        }

        model Task {
          id        Int     @id
          teamId    Int
          team      Team    @relation(fields: [teamId], references: [id])
          projectId Int
          project   Project @relation(fields: [projectId], references: [id])
        //^^^^^^^
        }

        model Member {
          id     Int  @id
          teamId Int
          team   Team @relation(fields: [teamId], references: [id])
        }
      `,
    },
    {
      good: `
        model Team {
          id       Int       @id
          projects Project[]
          tasks    Task[]
          members  Member[]
        }

        model Project {
          id     Int    @id
          teamId Int
          team   Team   @relation(fields: [teamId], references: [id])
          tasks  Task[]

          @@unique([teamId, id])
        }

        model Task {
          id        Int     @id
          teamId    Int
          team      Team    @relation(fields: [teamId], references: [id])
          projectId Int
          project   Project @relation(fields: [teamId, projectId], references: [teamId, id])
        }

        model Member {
          id     Int  @id
          teamId Int
          team   Team @relation(fields: [teamId], references: [id])
        }
      `,
    },
  ],
  *check(schema) {
    const tenancy = tenancyOf(schema);
    // MongoDB has no foreign keys, and so none that could hold the tenant.
    if (tenancy === undefined || schema.settings.provider === "mongodb") return;
    const { owned, tenant } = tenancy;
    for (const { shape, relations } of schema.models) {
      const keys = owned.get(shape);
      if (keys === undefined) continue;
      const open = relations.filter(
        ({ target, foreignKey }) =>
          foreignKey &&
          owned.has(target) &&
          !foreignKey.fields.some((field) => keys.includes(field)),
      );
      const [first] = open;
      if (first === undefined) continue;
      const more = open.length === 1 ? "" : `, like ${open.length - 1} more of ${shape.name}`;
      const { field, target } = first;
      yield {
        at: field.node.name,
        message: `${shape.name}.${field.name} can point at the ${target.name} of another ${tenant.name}${more}`,
      };
    }
  },
};
