/** Columns that have to be quoted in SQL because of their capitals. */
import { snakeCase } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { reservedWords } from "../reserved-words.ts";

export const columnNotMappedToSnakeCase: Rule<Model> = {
  name: "column-not-mapped-to-snake-case",
  severity: "hint",
  preset: "all",
  summary: "A column has capitals in its name and needs quotes in every query",
  why: `PostgreSQL folds names without quotes to lower case: \`SELECT createdAt\` looks for a column \`createdat\` and fails. Every raw query, view, report and BI tool has to write \`"createdAt"\`, in a language where everybody else writes \`created_at\`.

It is told once in a model, at the first such field.

The fix adds \`@map\` to all of them, so the fields keep their names in the code. **On a table that exists already this renames the columns**, and with them the indexes and foreign keys whose names Prisma makes from columns. \`prisma migrate dev\` sees a rename as dropping one column and adding another: edit the migration to \`ALTER TABLE … RENAME COLUMN\` before it runs, or the data is lost. Whatever reads the database past Prisma has to follow at the same moment.`,
  examples: [
    {
      bad: `
        model Post {
          id        Int      @id
          authorId  Int
        //^^^^^^^^
          title     String
          createdAt DateTime @default(now())
        }
      `,
      fixed: `
        model Post {
          id        Int      @id
          authorId  Int      @map("author_id")
          title     String
          createdAt DateTime @default(now()) @map("created_at")
        }
      `,
    },
    {
      good: `
        model Post {
          id       Int @id
          authorId Int @map("author_id")
        }
      `,
    },
  ],
  *check(model) {
    const { shape, fields, settings } = model;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    const columns = fields.filter(({ kind }) => kind !== "relation").map((field) => field.shape);
    const taken = new Set(columns.map(({ column }) => column));
    const odd = columns.filter(
      (field) => needsQuotes(field) && !taken.has(wanted(field)) && taken.add(wanted(field)),
    );
    const [first] = odd;
    if (first === undefined) return;
    const more = odd.length === 1 ? "" : `, like ${odd.length - 1} more of ${shape.name}`;
    yield {
      at: first.node.name,
      message: `The column ${first.column} needs quotes in SQL${more}`,
      fix: {
        title:
          odd.length === 1
            ? `Add ${map(first)}; this renames the column`
            : `Add @map to ${odd.length} fields; this renames the columns`,
        edits: odd.flatMap((field) => addFieldAttribute(shape.block, field.node, map(field))),
      },
    };
  },
};

/** A name that is stated has been chosen. */
function needsQuotes({ column, node }: FieldShape): boolean {
  const stated = node.attributes.some(({ name }) => name.text === "map");
  return !stated && column !== column.toLowerCase();
}

function map(field: FieldShape): string {
  return `@map("${wanted(field)}")`;
}

/** `Order` does not become the reserved word. */
function wanted({ name }: FieldShape): string {
  const snake = snakeCase(name);
  return reservedWords.has(snake) ? `${snake}_value` : snake;
}
