/** An index over a column with so few values that it rarely narrows anything down. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isPlain, isStrictPrefix, sameIndex } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

/** The most values of an enum that count as few. */
const few = 3;

export const lowSelectivityIndex: Rule<Model> = {
  name: "low-selectivity-index",
  severity: "hint",
  preset: "strict",
  summary: "An index over a Boolean or a tiny enum alone rarely helps a query",
  why: `An index pays when it leads to a small part of the table. Two or three values split a table into halves and thirds, and for that much the planner rather reads the table from start to end. The index is then written on every insert, and on every change of just this column, and read by nobody.

It does help where one value is rare and is the one that is asked for: the ten unsent among ten million messages. But then the index holds ten million entries for the sake of ten. Columns named \`status\` or \`state\` are left alone, because that is what they are usually asked for.

Instead, index only the rare rows: \`@@index([createdAt], where: { sent: false })\` with the preview feature \`partialIndexes\`, or a \`CREATE INDEX … WHERE\` in a migration. Or make the column one of several in an index for a query that also asks for something selective: \`@@index([teamId, sent])\`. Where neither is asked for, remove the index.`,
  examples: [
    {
      bad: `
        model Message {
          id     Int     @id
          teamId Int
          sent   Boolean

          @@index([sent])
        //^^^^^^^^^^^^^^^
        }
      `,
    },
    {
      good: `
        model Message {
          id     Int     @id
          teamId Int
          sent   Boolean

          @@index([teamId, sent])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model) || model.settings.provider === "mongodb") return;
    const { shape } = model;
    const plain = model.indexes.filter(isPlain);
    for (const index of plain) {
      const [part, second] = index.parts;
      if (index.kind !== "index" || !part?.field || second || isRepeated(index, plain)) continue;
      if (isProgress(part.field)) continue;
      const values = valuesOf(model, part.field);
      if (values === undefined || values > few) continue;
      const what = `${shape.name}.${part.path}`;
      yield {
        at: index.attribute,
        message: `${what} has only ${values} ${values === 1 ? "value" : "values"}: an index over it alone helps only where one of them is rare`,
      };
    }
  },
};

/** Of what is worked off, few rows are still open, and these are the ones asked for. */
function isProgress({ name }: FieldShape): boolean {
  return /^(?:status|state|stage|phase)$/.test(wordsIn(name).at(-1) ?? "");
}

/** How many values a column can have; undefined where that is not known to be few. */
function valuesOf({ fields }: Model, field: FieldShape): number | undefined {
  if (field.arity === "list") return undefined;
  if (field.typeName === "Boolean") return 2;
  const type = fields.find(({ shape }) => shape === field)?.type;
  return type?.kind === "enum" ? type.values.length : undefined;
}

/** An index that another one makes superfluous is told by the rules about that. */
function isRepeated(index: Index, plain: readonly Index[]): boolean {
  return plain.some(
    (other) => other !== index && (sameIndex(index, other) || isStrictPrefix(index, other)),
  );
}
