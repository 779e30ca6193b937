/** Two names that are one in PostgreSQL, where Prisma does not see it. */
import type { Span } from "../../base/text.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import { cutTo } from "../../schema/names.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import { columnList } from "./words.ts";

const longest = 63;

export const namesCollideInDatabase: Rule<Schema> = {
  name: "names-collide-in-database",
  severity: "warning",
  summary: "Two things in the database come to have the same name",
  why: `Prisma accepts the schema, and then the migration stops half-way on \`relation "…" already exists\` or \`type "…" already exists\`:

- In PostgreSQL tables and indexes share their names. An index cannot be called like a table.
- A table brings along a type of its own name. An enum cannot be called like a table.
- A many-to-many relation without a model makes a hidden table that begins with an underscore, with a key and an index that hold its name.
- PostgreSQL cuts names at byte 63. Two long names that differ only at the end become one.

On a database that already has the one, the other cannot be added; a fresh database cannot be built from the migrations at all.

Instead, give one of the two a name of its own: \`map:\` for an index, \`@@map\` for a table or an enum, a shorter \`@relation("…")\` for a hidden table.`,
  examples: [
    {
      bad: `
        model Author {
          id    Int    @id
          email String

          @@index([email], map: "author_email")
        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        }

        model AuthorEmail {
          id Int @id

          @@map("author_email")
        }
      `,
    },
    {
      good: `
        model Author {
          id    Int    @id
          email String

          @@index([email])
        }

        model AuthorEmail {
          id Int @id

          @@map("author_email")
        }
      `,
    },
  ],
  *check({ models, enums, settings }) {
    if (settings.provider !== "postgresql") return;
    const tables = models.filter(isTable);
    const types = enums.map(({ shape }) => ({
      kind: "enum" as const,
      what: `the enum ${shape.name}`,
      name: shape.databaseName,
      dbSchema: shape.dbSchema,
      at: shape.map ?? shape.block.name,
    }));
    const named = tables.map(tableName);
    const hidden = tables.flatMap(hiddenNames);
    yield* collisions([...named, ...tables.flatMap(indexNames), ...hidden]);
    const hiddenTables = hidden.filter(({ kind }) => kind === "hidden table");
    // That two tables collide has just been said.
    yield* collisions([...named, ...hiddenTables, ...types], "enum");
  },
};

type Named = {
  readonly kind: "table" | "index" | "enum" | "hidden table" | "hidden index";
  /** As the message has it. */
  readonly what: string;
  readonly name: string;
  readonly dbSchema: string | undefined;
  readonly at: Span;
};

function tableName({ shape }: Model): Named {
  return {
    kind: "table",
    what: `the table of ${shape.name}`,
    name: shape.table,
    dbSchema: shape.dbSchema,
    at: shape.map ?? shape.block.name,
  };
}

function indexNames({ shape, indexes }: Model): Named[] {
  return indexes.map((index) => ({
    kind: "index",
    what: `the index ${shape.name}.${columnList(index)}`,
    name: index.name,
    dbSchema: shape.dbSchema,
    at: index.attribute,
  }));
}

/** The join tables of relations without a model, told on the side of column A. */
function hiddenNames({ shape, relations }: Model): Named[] {
  return relations.flatMap(({ joinTable, field }) => {
    if (joinTable?.column !== "A") return [];
    const of = `the hidden table behind ${shape.name}.${field.name}`;
    const at = field.relation?.attribute ?? field.node.name;
    const { dbSchema } = shape;
    return [
      { kind: "hidden table" as const, what: of, name: joinTable.name, dbSchema, at },
      ...[
        { what: `the key of ${of}`, name: joinTable.primaryKey },
        { what: `an index of ${of}`, name: joinTable.index },
      ].map((index) => ({ kind: "hidden index" as const, ...index, dbSchema, at })),
    ];
  });
}

/** Tells the later of two equal names. With `only`, one of them has to be of that kind. */
function* collisions(all: readonly Named[], only?: Named["kind"]): Generator<Finding> {
  const seen = new Map<string, Named>();
  const told = new Set<Span>();
  for (const second of all) {
    const name = cutTo(longest, second.name);
    const key = `${second.dbSchema ?? ""}\n${name}`;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, second);
      continue;
    }
    if (only && first.kind !== only && second.kind !== only) continue;
    if (isRefusedByPrisma(first, second) || told.has(second.at)) continue;
    told.add(second.at);
    yield {
      at: second.at,
      message: `PostgreSQL knows ${first.what} and ${second.what} both as ${name}`,
    };
  }
}

function isRefusedByPrisma(first: Named, second: Named): boolean {
  if (first.kind !== second.kind) return false;
  return first.kind === "index" || (first.name === second.name && !first.kind.startsWith("hidden"));
}
