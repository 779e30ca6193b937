/** A time of day with an offset but without a date. */
import type { Fix, Rule } from "../../lint/rule.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { Settings } from "../../schema/settings.ts";
import type { FieldShape, NativeType } from "../../schema/shape.ts";

export const timeWithTimeZone: Rule<Model> = {
  name: "time-with-time-zone",
  severity: "warning",
  summary: "A time of day is stored with an offset but without a date",
  why: `\`timetz\` holds a time and an offset such as \`+02\`, but no zone and no date. A shop that opens at 09:00 in Berlin opens at 09:00+01 in winter and at 09:00+02 in summer; whichever was stored is wrong for half of the year. Nor does it compare as one expects: \`10:00+02\` and \`08:00+00\` are the same moment and are not equal. PostgreSQL has the type because the standard asks for it, and its manual advises against it.

The fix writes \`@db.Time\`: what the clock on the wall shows. The zone, such as \`Europe/Berlin\`, belongs in a column of its own. Turning an existing column cuts the offsets off, so convert first where they differ.

A field that defaults to \`now()\` means a moment and gets no fix: \`@db.Timestamptz\` is right there, and the dates it lacks have to come from somewhere.`,
  examples: [
    {
      bad: `
        model Shop {
          id      Int      @id
          opensAt DateTime @db.Timetz(0)
          //               ^^^^^^^^^^^^^
        }
      `,
      fixed: `
        model Shop {
          id      Int      @id
          opensAt DateTime @db.Time(0)
        }
      `,
    },
    {
      good: `
        model Shop {
          id      Int      @id
          opensAt DateTime @db.Time(0)
          zone    String
          since   DateTime @db.Timestamptz(6)
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    for (const field of shape.fields) {
      const { name, nativeType } = field;
      if (nativeType?.name !== "Timetz") continue;
      const fix = toTime(field, nativeType, settings);
      yield {
        at: nativeType.attribute,
        message: `${shape.name}.${name} has an offset but no date, so its zone cannot be told`,
        ...(fix && { fix }),
      };
    }
  },
};

function toTime(field: FieldShape, native: NativeType, { datasource }: Settings): Fix | undefined {
  if (field.default?.kind === "call" || field.updatedAt) return undefined;
  const [precision] = native.arguments;
  const text = `@${datasource}.Time${precision === undefined ? "" : `(${precision})`}`;
  return { title: `Change to ${text}`, edits: [{ at: native.attribute, text }] };
}
