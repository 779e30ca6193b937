/** A table that belongs to one customer and does not say to whom. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Schema } from "../../schema/resolve.ts";
import { holdsKey, tenancyOf } from "../tenancy.ts";

export const modelWithoutTenantKey: Rule<Schema> = {
  name: "model-without-tenant-key",
  severity: "hint",
  preset: "all",
  summary: "A table belongs to a tenant but does not hold its key",
  why: `Most tables of this schema say which tenant a row belongs to; this one leaves it to the row it hangs on. So every query has to join its way up, and the one that forgets shows the rows of all customers. Row-level security needs the same join in its policy, for each row. Exporting, moving or deleting one customer means to know the way for every table, and no index or partition can begin with the tenant.

What the tenants are is a guess from the names of models and from what most tables point at; \`/// @tenant\` above a model states it.

Instead, add the key of the tenant as a nullable column, fill it from the parent in batches, and make it required with a foreign key to the tenant. Where the table is only ever read together with its parent, leave it as it is and ignore this rule there.`,
  examples: [
    {
      bad: `
        model Team {
          id       Int       @id
          projects Project[]
          invoices Invoice[]
          members  Member[]
        }

        model Project {
          id     Int    @id
          teamId Int
          team   Team   @relation(fields: [teamId], references: [id])
          tasks  Task[]
        }

        model Task {
          //  ^^^^
          id        Int     @id
          projectId Int
          project   Project @relation(fields: [projectId], references: [id])
        }

        model Invoice {
          id     Int  @id
          teamId Int
          team   Team @relation(fields: [teamId], references: [id])
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
        model Project {
          id    Int    @id
          tasks Task[]
        }

        model Task {
          id        Int     @id
          projectId Int
          project   Project @relation(fields: [projectId], references: [id])
        }
      `,
    },
  ],
  *check(schema) {
    const tenancy = tenancyOf(schema);
    if (tenancy === undefined) return;
    const { owned, tenant, keys } = tenancy;
    for (const model of schema.models) {
      const { shape, relations } = model;
      if (!isTable(model) || shape === tenant || holdsKey(tenancy, model)) continue;
      const up = relations.find(
        ({ target, foreignKey }) =>
          owned.has(target) && foreignKey?.fields.every(({ arity }) => arity === "required"),
      );
      if (up === undefined) continue;
      yield {
        at: shape.block.name,
        message: `${shape.name} belongs to one ${tenant.name} through ${up.target.name} but does not hold ${[...keys][0]}`,
      };
    }
  },
};
