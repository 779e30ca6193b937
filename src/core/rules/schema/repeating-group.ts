/** A list that was given a fixed length by numbering its columns. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Field, Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const repeatingGroup: Rule<Model> = {
  name: "repeating-group",
  severity: "hint",
  preset: "strict",
  summary: "Numbered columns hold what is a list",
  why: `Numbered columns are a list with a fixed length. The day somebody needs one more, it takes a migration, and every form, import and query has to learn of it. Searching means asking each column, and needs an index on each. Nothing keeps the numbers dense or the values different, so readers meet a third one without a second.

Instead, give the list a model of its own with a relation to this one and a column for the order, such as \`position Int\`. Where only the values matter, and nobody joins or constrains them, a scalar list (\`phones String[]\` on PostgreSQL) will do. If the number is fixed by nature, as with two teams in a match, names such as \`home\` and \`away\` say more than numbers.`,
  examples: [
    {
      bad: `
        model Contact {
          id     Int     @id
          name   String
          phone1 String?
        //^^^^^^
          phone2 String?
          phone3 String?
        }
      `,
    },
    {
      good: `
        model Contact {
          id           Int     @id
          addressLine1 String
          addressLine2 String?
          sha256       String
          phones       Phone[]
        }

        model Phone {
          id        Int     @id
          number    String
          contact   Contact @relation(fields: [contactId], references: [id])
          contactId Int

          @@index([contactId])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    for (const { name, fields } of groups(model)) {
      const [first] = fields;
      const last = fields.at(-1);
      if (!first || !last) continue;
      yield {
        at: first.node.name,
        message: `${model.shape.name} holds a list of ${name} in ${fields.length} columns, ${first.name} to ${last.name}`,
      };
    }
  },
};

type Group = { readonly name: string; readonly fields: readonly FieldShape[] };

/** What stands before the number decides, so that `image1Url` and `image1Alt` are one group. */
function groups(model: Model): Group[] {
  const found = new Map<string, Group>();
  for (const series of seriesIn(model)) {
    const before = found.get(series.name);
    if (!before || before.fields.length < series.fields.length) found.set(series.name, series);
  }
  return [...found.values()];
}

type Numbered = { readonly number: number; readonly field: FieldShape };

function seriesIn(model: Model): Group[] {
  const series = new Map<string, Numbered[]>();
  for (const field of model.fields) {
    const parts = partsOf(field);
    if (!parts) continue;
    const { shape } = field;
    const key = [parts.before, parts.after, shape.typeName, shape.arity === "list"].join("|");
    const numbered = { number: parts.number, field: shape };
    const same = series.get(key);
    if (same) same.push(numbered);
    else series.set(key, [numbered]);
  }
  return [...series].flatMap(([key, members]) => {
    const name = key.slice(0, key.indexOf("|"));
    const fields = consecutive(withFirst(model, key, members));
    return fields && isList(model, name, fields) ? [{ name, fields }] : [];
  });
}

/** The first number in a name, and what stands around it. */
function partsOf({ kind, shape }: Field) {
  if (kind !== "scalar" && kind !== "enum") return undefined;
  const match = /^(\D*?\p{L})_?(\d{1,2})(?!\d)_?(.*)$/u.exec(shape.name);
  if (!match) return undefined;
  const [, before = "", number = "", after = ""] = match;
  return { before, number: Number(number), after };
}

/** `phone`, `phone2`: the first one often goes without its number. */
function withFirst(
  { shape }: Model,
  key: string,
  members: readonly Numbered[],
): readonly Numbered[] {
  if (members.some(({ number }) => number < 2)) return members;
  const first = shape.fields.find(
    (field) => [field.name, "", field.typeName, field.arity === "list"].join("|") === key,
  );
  return first ? [{ number: 1, field: first }, ...members] : members;
}

/** From 0 or 1 upwards without a hole, two at least. */
function consecutive(members: readonly Numbered[]): FieldShape[] | undefined {
  const sorted = members.toSorted((a, b) => a.number - b.number);
  const from = sorted[0]?.number ?? 0;
  const dense = sorted.every(({ number }, at) => number === from + at);
  return dense && from <= 1 && sorted.length > 1 ? sorted.map(({ field }) => field) : undefined;
}

/** Numbers that belong to the name of a thing, and pairs that everybody writes so. */
function isList(model: Model, name: string, fields: readonly FieldShape[]): boolean {
  const last = wordsIn(name).at(-1) ?? "";
  if (name.length === 1 || named.has(last)) return false;
  return fields.length > 2 || !(pairs.has(last) || fields.some((field) => isForeign(model, field)));
}

const named = new Set(
  "sha md oauth utf ipv v version level step phase stage factor topic reserved unused padding spare".split(
    " ",
  ),
);

const pairs = new Set(
  "line address addr street name lastname surname player team user member participant party side opponent".split(
    " ",
  ),
);

/** Two relations to one model need two names. */
function isForeign({ relations }: Model, field: FieldShape): boolean {
  return relations.some(({ foreignKey }) => foreignKey?.fields.includes(field));
}
