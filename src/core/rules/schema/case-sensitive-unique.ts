/** A unique that takes two spellings of one login for two people. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const caseSensitiveUnique: Rule<Model> = {
  name: "case-sensitive-unique",
  severity: "info",
  preset: "strict",
  summary: "A unique on email or username tells upper from lower case",
  why: `To PostgreSQL \`Ann@example.com\` and \`ann@example.com\` are two values. A phone that capitalises the first letter is enough for a second account of the same person, for a login that fails with the right password, or, where the address comes from another identity provider, for an account that somebody else can take over. Once there are two, they have to be merged by hand.

Looking up with \`mode: "insensitive"\` does not help: it keeps nothing out, and it cannot use the index.

Instead, have the database compare without case: on PostgreSQL the type \`@db.Citext\` with \`CREATE EXTENSION citext\` in the migration. Or turn the value to lower case at every place that writes it, and make sure of that with a unique index on \`lower(email)\` written into a migration. Clean up what is there first: either fails while two rows differ only in case.`,
  examples: [
    {
      bad: `
        model User {
          id    Int    @id
          email String @unique
          //           ^^^^^^^
        }
      `,
    },
    {
      good: `
        model User {
          id    Int    @id
          email String @unique @db.Citext
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    if (!isTable(model) || !speaksPostgres(settings.provider)) return;
    // Another column keeps the value as it is compared.
    if (shape.fields.some(({ name }) => wordsIn(name).some((word) => folded.has(word)))) return;
    const told = new Set<FieldShape>();
    for (const { kind, parts, attribute } of shape.indexes) {
      const field = parts.find((part) => part.field && isLogin(part.field, parts.length))?.field;
      if (kind !== "unique" || field === undefined || told.has(field)) continue;
      told.add(field);
      yield {
        at: attribute,
        message: `${shape.name}.${field.name} is unique only to the letter: Ann and ann can both be taken`,
      };
    }
  },
};

const folded = new Set(
  "lower lowercase lowercased normalized normalised canonical folded ci citext".split(" "),
);

/** A name beside others, such as `githubUsername` or a user of a job, is somebody else's. */
function isLogin({ name, typeName, nativeType, arity }: FieldShape, columns: number): boolean {
  const words = wordsIn(name).join(" ");
  return (
    typeName === "String" &&
    arity !== "list" &&
    (nativeType === undefined || /^(Text|VarChar|Char|String)$/.test(nativeType.name)) &&
    (/(^| )(e ?mail|email address|mail)$/.test(words) ||
      (columns === 1 && /^(user ?name|login|nick ?name|login name)$/.test(words)))
  );
}
