/** A b-tree over a column whose contents, not whose whole value, are asked for. */
import type { Finding, Fix, Rule } from "../../lint/rule.ts";
import { setArgument } from "../../schema/edit.ts";
import type { IndexPart } from "../../schema/index-shape.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";

export const bTreeOnListOrJson: Rule<Model> = {
  name: "b-tree-on-list-or-json",
  severity: "warning",
  summary: "A b-tree index holds a list or Json column",
  why: `A b-tree knows a list or a document only as one whole value. It finds the row whose list is *equal* to another list; for \`has\`, \`hasSome\`, \`hasEvery\` or \`@>\`, which ask what is inside, PostgreSQL reads the whole table as if there were no index.

There is a danger too: an entry of a b-tree has at most about 2,700 bytes. The first row with a longer document or list makes the insert fail with \`index row size exceeds btree version 4 maximum\`, long after the index was made.

A GIN index holds one entry for each element, so it answers those questions and has no such limit. It is slower to write, and it cannot sort. On a Json column it serves \`@>\`, which Prisma Client sends for \`array_contains\` on the column itself; for one path in the document, index that expression in a migration.`,
  examples: [
    {
      bad: `
        model Photo {
          id   Int      @id
          tags String[]

          @@index([tags])
          //       ^^^^
        }
      `,
      fixed: `
        model Photo {
          id   Int      @id
          tags String[]

          @@index([tags], type: Gin)
        }
      `,
    },
    {
      good: `
        model Photo {
          id   Int      @id
          tags String[]

          @@index([tags], type: Gin)
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model) || !speaksPostgres(model.settings.provider)) return;
    for (const index of model.indexes) {
      // A unique over a list compares whole lists, which is what a b-tree can do.
      if (index.kind !== "index" || index.type !== "BTree") continue;
      const part = index.parts.find(holdsMany);
      if (part?.node) yield finding(model, index, part, part.node);
    }
  },
};

function holdsMany({ field }: IndexPart): boolean {
  return field !== undefined && (field.arity === "list" || field.typeName === "Json");
}

function finding(
  { shape, settings }: Model,
  index: Index,
  { field, path }: IndexPart,
  at: Finding["at"],
): Finding {
  const what = field?.arity === "list" ? "lists" : "documents";
  // CockroachDB has no other Json than the binary one.
  const isText = field?.nativeType?.name === "Json" && settings.provider === "postgresql";
  const message = isText
    ? `PostgreSQL cannot index ${shape.name}.${path}: json, unlike jsonb, has no order`
    : `A b-tree compares ${shape.name}.${path} as a whole: it does not find what is inside the ${what}`;
  const fix = isText ? undefined : fixOf(index);
  return fix ? { at, message, fix } : { at, message };
}

/** GIN has no directions, its own operator classes, and takes no plain columns. */
function fixOf({ attribute, parts, where }: Index): Fix | undefined {
  const fits = parts.every(
    (part) =>
      holdsMany(part) && part.node?.kind === "name" && part.field?.nativeType?.name !== "Json",
  );
  if (!fits || where) return undefined;
  return { title: "Make it a GIN index", edits: setArgument(attribute, "type", "Gin") };
}
