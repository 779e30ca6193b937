/** Two tables, or two columns of a table, that people cannot keep apart. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";

export const namesDifferInCaseOnly: Rule<Model> = {
  name: "names-differ-in-case-only",
  severity: "warning",
  summary: "Two tables or two columns differ only in case or underscores",
  why: `\`userId\` and \`user_id\` in one table are nearly always one column that was added twice: one part of the code writes the first, another reads the second, and both look right in review.

It gets worse outside Prisma. PostgreSQL folds every name without quotes to lower case, so a hand-written query, a report or an import silently reaches the wrong one of \`user\` and \`"User"\`. MySQL, SQLite and SQL Server do not tell such columns apart at all and refuse to create the second; for tables it depends on the file system or the collation of the server, so what works on one machine fails on another.

Instead, find out which one is in use, copy over what only the other holds, and drop it; or give one of them a name that says what is different about it.`,
  examples: [
    {
      bad: `
        model Post {
          id       Int    @id
          authorId Int
          authorid Int?
        //^^^^^^^^
        }
      `,
    },
    {
      good: `
        model Post {
          id       Int  @id
          authorId Int
          editorId Int?
        }
      `,
    },
  ],
  *check(model) {
    // MongoDB tells names apart by case everywhere: `_id` and `id` are two.
    if (!isTable(model) || model.settings.provider === "mongodb") return;
    const columns = model.fields.filter(({ kind }) => kind !== "relation");
    yield* alike(
      columns.map(({ shape }) => ({ name: shape.column, at: shape.node.name })),
      (first, second) => `The columns ${first} and ${second} of ${model.shape.name}`,
    );
  },
};

export const tableNamesDifferInCaseOnly: Rule<Schema> = {
  ...namesDifferInCaseOnly,
  *check({ models, settings }) {
    if (settings.provider === "mongodb") return;
    const tables = models.filter(isTable).map(({ shape }) => ({
      name: shape.table,
      at: shape.map ?? shape.block.name,
      dbSchema: shape.dbSchema,
    }));
    yield* alike(tables, (first, second) => `The tables ${first} and ${second}`);
  },
};

type Named = {
  readonly name: string;
  readonly at: Finding["at"];
  readonly dbSchema?: string | undefined;
};

/** Tells each name that was there before but for its case. Equal names are another matter. */
function* alike(
  all: readonly Named[],
  who: (first: string, second: string) => string,
): Generator<Finding> {
  const seen = new Map<string, string>();
  for (const { name, at, dbSchema } of all) {
    const key = `${dbSchema ?? ""}\n${bare(name)}`;
    const before = seen.get(key);
    if (before === undefined) seen.set(key, name);
    else if (before !== name) {
      const what = before.toLowerCase() === name.toLowerCase() ? "case" : "case or underscores";
      yield { at, message: `${who(before, name)} differ only in ${what}` };
    }
  }
}

/** An underscore between digits separates numbers: `q1_2` is not `q12`. */
function bare(name: string): string {
  return name.toLowerCase().replace(/(?<!\d)_|_(?!\d)/g, "");
}
