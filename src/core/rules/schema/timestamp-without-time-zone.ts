/** Points in time stored without saying in which zone their clock stood. */
import type { Edit } from "../../base/text.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { addFieldAttribute } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const timestampWithoutTimeZone: Rule<Schema> = {
  name: "timestamp-without-time-zone",
  severity: "hint",
  summary: "A DateTime is stored as timestamp without time zone",
  why: `Prisma maps \`DateTime\` to \`timestamp(3)\`, which stores what a clock on the wall shows and not where it hangs. Prisma itself always means UTC, but nothing else does: \`now()\` in a trigger, a report in psql, a colleague's script and a read replica in another zone all use the zone of their session, and the same column then holds times that are hours apart. In the hour that daylight saving repeats, they cannot even be told apart.

\`timestamptz\` stores the point in time itself, in the same eight bytes.

The fix writes \`@db.Timestamptz(6)\` and not \`(3)\` on purpose: going from \`timestamp(3)\` to \`timestamptz(3)\` rewrites the whole table and its indexes under an exclusive lock, going to \`timestamptz(6)\` in a session that runs \`SET timezone = 'UTC'\` does not.

A schema that keeps no zones anywhere is told once, with a fix for all of it. Where most columns keep theirs, each one that does not is told.`,
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
  *check({ models }) {
    const tables = models.filter(
      (model) => isTable(model) && speaksPostgres(model.settings.provider),
    );
    const bare = tables.flatMap(bareTimes);
    const zoned = tables.reduce((sum, { shape }) => sum + shape.fields.filter(keepsZone).length, 0);
    const [first] = bare;
    if (first === undefined) return;
    if (bare.length < zoned) {
      yield* bare.map((one) => ({
        at: one.at,
        fix: one.fix,
        message: `${one.name} is stored without a time zone`,
      }));
      return;
    }
    const others = bare.length - 1;
    const text = `@${models[0]?.settings.datasource}.Timestamptz(6)`;
    yield {
      at: first.at,
      message: `${first.name} ${others === 0 ? "is" : `and ${others} other DateTime ${others === 1 ? "column" : "columns"} are`} stored without a time zone`,
      fix: {
        title: others === 0 ? `Add ${text}` : `Add ${text} to all ${bare.length} DateTime columns`,
        edits: bare.flatMap(({ fix }) => fix.edits),
        ...(others > 0 && { alone: true }),
      },
    };
  },
};

type BareTime = Pick<Finding, "at"> & {
  /** Model and field. */
  readonly name: string;
  readonly fix: { readonly title: string; readonly edits: readonly Edit[] };
};

const known = new WeakMap<Model, readonly BareTime[]>();

/** Made once per model: the layout of so many edits takes a while. */
function bareTimes(model: Model): readonly BareTime[] {
  const before = known.get(model);
  if (before) return before;
  const now = model.shape.fields.filter(lacksZone).flatMap((field) => bareTime(model, field));
  known.set(model, now);
  return now;
}

function bareTime({ shape, settings }: Model, field: FieldShape): BareTime[] {
  const { node, nativeType } = field;
  if (!node.type) return [];
  const text = `@${settings.datasource}.Timestamptz(6)`;
  const edits = nativeType
    ? [{ at: nativeType.attribute, text }]
    : addFieldAttribute(shape.block, node, text);
  const name = `${shape.name}.${field.name}`;
  return [{ at: node.type.name, name, fix: { title: `Add ${text}`, edits } }];
}

function lacksZone({ typeName, nativeType }: FieldShape): boolean {
  return typeName === "DateTime" && (!nativeType || nativeType.name === "Timestamp");
}

function keepsZone({ typeName, nativeType }: FieldShape): boolean {
  return typeName === "DateTime" && nativeType?.name === "Timestamptz";
}
