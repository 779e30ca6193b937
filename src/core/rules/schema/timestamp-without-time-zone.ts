/** A point in time stored without saying in which zone its clock stood. */
import type { Fix, Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import type { Block } from "../../schema/syntax.ts";

export const timestampWithoutTimeZone: Rule<Model> = {
  name: "timestamp-without-time-zone",
  severity: "hint",
  summary: "A DateTime is stored as timestamp without time zone",
  why: `Prisma maps \`DateTime\` to \`timestamp(3)\`, which stores what a clock on the wall shows and not where it hangs. Prisma itself always means UTC, but nothing else does: \`now()\` in a trigger, a report in psql, a colleague's script and a read replica in another zone all use the zone of their session, and the same column then holds times that are hours apart. In the hour that daylight saving repeats, they cannot even be told apart.

\`timestamptz\` stores the point in time itself, in the same eight bytes.

The fix writes \`@db.Timestamptz(6)\` and not \`(3)\` on purpose: going from \`timestamp(3)\` to \`timestamptz(3)\` rewrites the whole table and its indexes under an exclusive lock, going to \`timestamptz(6)\` in a session that runs \`SET timezone = 'UTC'\` does not.`,
  examples: [
    {
      bad: `
        model Order {
          id       Int      @id
          placedAt DateTime @default(now())
          //       ^^^^^^^^
        }
      `,
      fixed: `
        model Order {
          id       Int      @id
          placedAt DateTime @default(now()) @db.Timestamptz(6)
        }
      `,
    },
    {
      good: `
        model Order {
          id       Int      @id
          placedAt DateTime @db.Timestamptz(3)
          day      DateTime @db.Date
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    for (const field of shape.fields) {
      const { type } = field.node;
      if (!type || field.typeName !== "DateTime" || !lacksZone(field)) continue;
      yield {
        at: type.name,
        message: `${shape.name}.${field.name} is stored without a time zone`,
        fix: addZone(shape.block, field, settings.datasource),
      };
    }
  },
};

function lacksZone({ nativeType }: FieldShape): boolean {
  return nativeType === undefined || nativeType.name === "Timestamp";
}

function addZone(block: Block, { node, nativeType }: FieldShape, datasource: string): Fix {
  const text = `@${datasource}.Timestamptz(6)`;
  const edits = nativeType
    ? [{ at: nativeType.attribute, text }]
    : addFieldAttribute(block, node, text);
  return { title: `Add ${text}`, edits };
}
