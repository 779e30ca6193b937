/** A foreign key that no index serves. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { addBlockAttribute } from "../../schema/edit.ts";
import { serves } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import { defaultName } from "../../schema/names.ts";
import type { ForeignKey, Relation } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";
import type { Settings } from "../../schema/settings.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const unindexedForeignKey: Rule<Model> = {
  name: "unindexed-foreign-key",
  severity: "warning",
  summary: "A foreign key has no index that begins with its columns",
  why: `PostgreSQL indexes the side a foreign key points at, never the side that holds it. Without an index of your own

- deleting a parent row, or changing its key, reads the whole child table to see whether anything still points there, and holds locks while it does;
- \`include\` and \`where\` across the relation read the whole child table too.

With a few hundred rows nobody notices. With a few million, one delete takes seconds, and a nightly clean-up of parents takes hours.

An index serves when its first columns are those of the key, in any order. A primary key or a unique counts; an index with a predicate does not, because it holds only some of the rows. Each index costs a little on every insert: for a tiny table that is never deleted from, silence the rule with the reason.`,
  examples: [
    {
      bad: `
        model Post {
          id       Int  @id
          author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
          //                              ^^^^^^^^^^
          authorId Int
        }

        model User {
          id    Int    @id
          posts Post[]
        }
      `,
      fixed: `
        model Post {
          id       Int  @id
          author   User @relation(fields: [authorId], references: [id], onDelete: Cascade)
          authorId Int

          @@index([authorId])
        }

        model User {
          id    Int    @id
          posts Post[]
        }
      `,
    },
    {
      good: `
        model Like {
          member   Member @relation(fields: [memberId], references: [id], onDelete: Cascade)
          memberId Int
          postId   Int

          @@id([memberId, postId])
        }

        model Member {
          id    Int    @id
          likes Like[]
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model) || indexesItself(model.settings)) return;
    const seen = new Set<string>();
    for (const relation of model.relations) {
      const { foreignKey } = relation;
      if (!foreignKey || model.indexes.some((index) => serves(index, foreignKey.fields))) continue;
      // Two relations over the same columns lack the same one index.
      const columns = foreignKey.fields.map(({ name }) => name);
      const key = columns.toSorted().join();
      if (!seen.has(key)) yield finding(model, relation, foreignKey, columns);
      seen.add(key);
    }
  },
};

/** MySQL's InnoDB makes the index with the constraint; MongoDB has no foreign keys. */
function indexesItself({ provider, relationMode }: Settings): boolean {
  return provider === "mongodb" || (provider === "mysql" && relationMode === "foreignKeys");
}

function finding(
  model: Model,
  { field, target }: Relation,
  { fields }: ForeignKey,
  names: readonly string[],
): Finding {
  const { shape } = model;
  const list = field.relation?.fields ?? [];
  const first = list[0] ?? field.node.name;
  const last = list.at(-1) ?? first;
  const text = `@@index([${names.join(", ")}]${mapFor(model, fields)})`;
  const what =
    fields.length > 1 ? `(${names.join(", ")}) of ${shape.name}` : `${shape.name}.${names[0]}`;
  return {
    at: { source: shape.block, ...withBrackets(shape.block.text, first.start, last.end) },
    message: `No index serves ${what}: a delete in ${target.name} reads all of ${shape.name}`,
    fix: { title: `Add ${text}`, edits: addBlockAttribute(shape.block, text) },
  };
}

/** An index over some rows, or of another type, may have the name that Prisma would give. */
function mapFor({ shape, settings, indexes }: Model, fields: readonly FieldShape[]): string {
  const columns = fields.map(({ column }) => column);
  const nameOf = (parts: string[]) => defaultName("idx", shape.table, parts, settings.provider);
  const taken = indexes.some(({ name }) => name === nameOf(columns));
  return taken ? `, map: "${nameOf([...columns, "full"])}"` : "";
}

/** The list as it is written, from bracket to bracket where it has them. */
function withBrackets(text: string, start: number, end: number) {
  const open = text.slice(0, start).trimEnd().length - 1;
  const close = end + (/^\s*(?:,\s*)?\]/.exec(text.slice(end))?.[0].length ?? 0);
  return text[open] === "[" && close > end ? { start: open, end: close } : { start, end };
}
