/** A primary key that people can want to change. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const naturalKeyAsPrimaryKey: Rule<Model> = {
  name: "natural-key-as-primary-key",
  severity: "info",
  preset: "strict",
  summary: "Other tables point at a row by a name or address that can change",
  why: `People marry, companies rebrand, a slug has a typo, a phone number moves to somebody else. If that text is the primary key, one correction is an update of the row, of every row in every table that points at it, and of all their indexes, in one transaction that locks them. Links, caches, exports and other services hold the old value and do not hear of it. And each of those tables repeats the text, in full, in its rows and indexes.

A code that a standard gives out, such as the code of a country or a currency, does not change and makes a good key. So does the id that another system made.

Instead, add a key without a meaning, such as \`id String @id @default(uuid(7)) @db.Uuid\`, and keep the text as a \`@unique\`. Let new foreign keys point at the id, and move the old ones over table by table.`,
  examples: [
    {
      bad: `
        model Account {
          email    String    @id
        //^^^^^
          invoices Invoice[]
        }

        model Invoice {
          id           Int     @id
          account      Account @relation(fields: [accountEmail], references: [email])
          accountEmail String

          @@index([accountEmail])
        }
      `,
    },
    {
      good: `
        model Country {
          code     String    @id @db.Char(2)
          name     String
          invoices Invoice[]
        }

        model Invoice {
          id          Int     @id
          country     Country @relation(fields: [countryCode], references: [code])
          countryCode String  @db.Char(2)

          @@index([countryCode])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model) || model.settings.provider === "mongodb") return;
    const key = model.indexes.find(({ kind }) => kind === "primary-key");
    const [only, second] = key?.parts ?? [];
    const field = only?.field;
    if (!field || second || !isText(field) || !canChange(field.name)) return;
    if (model.relations.some(({ foreignKey }) => foreignKey?.fields.includes(field))) return;
    const pointing = tablesThatPoint(model, field);
    if (pointing === 0) return;
    yield {
      at: field.node.name,
      message: `The key of ${model.shape.name} is its ${field.name}, which can change, and ${pointing === 1 ? "another table repeats it" : `${pointing} tables repeat it`}`,
    };
  },
};

/** What is generated has no meaning. */
function isText({ typeName, default: value }: FieldShape): boolean {
  return typeName === "String" && value?.kind !== "call";
}

/** By foreign keys or a hidden join table; a key that nobody repeats is changed in one place. */
function tablesThatPoint({ relations }: Model, key: FieldShape): number {
  const pointing = relations.filter(
    ({ side, opposite }) =>
      side === "implicit" || opposite?.relation?.references?.some(({ text }) => text === key.name),
  );
  return new Set(pointing.map(({ target }) => target)).size;
}

const changing = new Set(
  "email mail phone mobile telephone name username login nickname handle slug title label url uri domain hostname subdomain address".split(
    " ",
  ),
);

/** Addresses that a machine made stay as they are. */
const fixed = new Set("wallet contract ip mac file table column schema class event".split(" "));

function canChange(field: string): boolean {
  const words = wordsIn(field);
  return changing.has(words.at(-1) ?? "") && !words.some((word) => fixed.has(word));
}
