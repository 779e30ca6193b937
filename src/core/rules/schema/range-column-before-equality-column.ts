/** An index that is sorted by time before it is sorted by what a query asks for with `=`. */
import type { Edit } from "../../base/text.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { isPlain } from "../../schema/index-coverage.ts";
import type { IndexPart } from "../../schema/index-shape.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";

export const rangeColumnBeforeEqualityColumn: Rule<Model> = {
  name: "range-column-before-equality-column",
  severity: "hint",
  preset: "strict",
  summary: "An index begins with a time and only then holds what queries ask for with =",
  why: `Times are asked for as ranges: since Monday, the latest twenty. Once a b-tree has been entered by a range, the columns behind it no longer lead anywhere; they are only compared, entry by entry. An index over \`(createdAt, teamId)\` reads the entries of *all* teams since Monday to find those of one. Over \`(teamId, createdAt)\` they lie next to each other and in order, so the same query reads exactly its own rows and a \`LIMIT\` stops early.

With few teams nobody notices; the cost grows with what everybody else does.

The fix moves the time behind the columns that are compared with \`=\`. Keep the order as it is where queries ask for the time alone, across all teams, and say so in an ignore comment.`,
  examples: [
    {
      bad: `
        model Visit {
          id        Int      @id
          teamId    Int
          team      Team     @relation(fields: [teamId], references: [id], onDelete: Cascade)
          createdAt DateTime @db.Timestamptz(6)

          @@index([createdAt(sort: Desc), teamId])
          //       ^^^^^^^^^^^^^^^^^^^^^
        }

        model Team {
          id     Int     @id
          visits Visit[]
        }
      `,
      fixed: `
        model Visit {
          id        Int      @id
          teamId    Int
          team      Team     @relation(fields: [teamId], references: [id], onDelete: Cascade)
          createdAt DateTime @db.Timestamptz(6)

          @@index([teamId, createdAt(sort: Desc)])
        }

        model Team {
          id     Int     @id
          visits Visit[]
        }
      `,
    },
    {
      good: `
        model Visit {
          id        Int      @id
          teamId    Int
          team      Team     @relation(fields: [teamId], references: [id], onDelete: Cascade)
          createdAt DateTime @db.Timestamptz(6)

          @@index([teamId, createdAt(sort: Desc)])
        }

        model Team {
          id     Int     @id
          visits Visit[]
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    for (const index of model.indexes) {
      if (index.kind !== "index" || !isPlain(index)) continue;
      const [time, ...others] = index.parts;
      if (!time?.node || !isTime(time)) continue;
      const end = others.findIndex((part) => !isAskedFor(model, part));
      const equal = end < 0 ? others : others.slice(0, end);
      const [first] = equal;
      if (first) yield finding(model, index, time, equal);
    }
  },
};

/** A day, unlike a moment, is often asked for with `=`. */
function isTime({ field }: IndexPart): boolean {
  return field?.typeName === "DateTime" && field.nativeType?.name !== "Date";
}

/** Columns that queries hardly ever ask for in any other way than with `=`. */
function isAskedFor({ fields, relations }: Model, { field }: IndexPart): boolean {
  if (!field || field.arity === "list") return false;
  const isKey = relations.some(({ foreignKey }) => foreignKey?.fields.includes(field));
  const isEnum = fields.some(({ shape, kind }) => shape === field && kind === "enum");
  return isKey || isEnum || field.typeName === "Boolean";
}

function finding(
  { shape, indexes }: Model,
  { attribute, parts }: Index,
  time: IndexPart,
  equal: readonly IndexPart[],
): Finding {
  const order = [...equal, time];
  const names = equal.map(({ path }) => path).join(", ");
  const paths = [...order, ...parts.slice(order.length)].map(({ path }) => path).join();
  // Prisma gives both the same name.
  const exists = indexes.some((other) => other.parts.map(({ path }) => path).join() === paths);
  const found = {
    at: time.node ?? attribute,
    message: `Behind ${time.path}, ${names} cannot narrow a range: it reads the ${shape.name} rows of every ${names}`,
  };
  if (exists) return found;
  return {
    ...found,
    fix: { title: `Move ${time.path} behind ${names}`, edits: reorder(parts, order) },
  };
}

/** Write the parts in another order, each with its options; what stands between them stays. */
function reorder(parts: readonly IndexPart[], order: readonly IndexPart[]): Edit[] {
  return order.flatMap(({ node }, at) => {
    const place = parts[at]?.node;
    if (!place || !node) return [];
    return [{ at: place, text: node.source.text.slice(node.start, node.end) }];
  });
}
