/** A name that only one of all customers can use. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import { tenancyOf } from "../tenancy.ts";
import { columnList } from "./words.ts";

export const uniqueNotScopedByTenant: Rule<Schema> = {
  name: "unique-not-scoped-by-tenant",
  severity: "hint",
  preset: "strict",
  summary: "A name or number is unique across all tenants",
  why: `The first customer who calls a project *Website* or sends invoice *2024-001* takes it away from all others. The second one gets an error about a row that they cannot see, and learns on the way that it exists; support cannot help without touching somebody else's data.

What the tenants are is a guess from the names of models and from what most tables point at; \`/// @tenant\` above a model states it. E-mail addresses, tokens, slugs and identifiers of other systems are left alone.

Instead, let the unique begin with the key of the tenant: \`@@unique([teamId, name])\`. Code that looks a row up by the old unique alone has to say for whom, with \`findUnique({ where: { teamId_name: … } })\`.`,
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
          name   String @unique
          //            ^^^^^^^
        }

        model Invoice {
          id     Int    @id
          teamId Int
          team   Team   @relation(fields: [teamId], references: [id])
          number String

          @@unique([teamId, number])
        }

        model Member {
          id     Int    @id
          teamId Int
          team   Team   @relation(fields: [teamId], references: [id])
          email  String @unique
        }
      `,
    },
    {
      good: `
        model Project {
          id   Int    @id
          name String @unique
        }
      `,
    },
  ],
  *check(schema) {
    const tenancy = tenancyOf(schema);
    if (tenancy === undefined) return;
    for (const model of schema.models) {
      if (!tenancy.owned.has(model.shape)) continue;
      const foreign = foreignFields(model);
      for (const index of model.indexes) {
        const names = index.parts.map(({ path }) => path);
        if (index.kind !== "unique" || names.some((name) => foreign.has(name))) continue;
        if (names.some((name) => tenancy.keys.has(name)) || !names.some(isOwnName)) continue;
        yield {
          at: index.attribute,
          message: `${model.shape.name}.${columnList(index)} is unique across every ${tenancy.tenant.name}`,
        };
      }
    }
  },
};

/** What is in a foreign key belongs to some other row, and so to its tenant. */
function foreignFields({ relations }: Model): Set<string> {
  return new Set(
    relations.flatMap(({ foreignKey }) => foreignKey?.fields.map(({ name }) => name) ?? []),
  );
}

const own = new Set("name title label number no sku reference position order".split(" "));

/** What people choose or count up on their own, each tenant from the beginning. */
function isOwnName(field: string): boolean {
  const words = wordsIn(field);
  return (
    own.has(words.at(-1) ?? "") &&
    !/\b(user|domain|host|bucket|file|phone|external|serial|database|schema|unique|display) /.test(
      words.join(" "),
    )
  );
}
