/** Text that the database fills up with blanks. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const fixedLengthChar: Rule<Model> = {
  name: "fixed-length-char",
  severity: "info",
  summary: "A text is filled up with blanks to a fixed length",
  why: `\`char(n)\` does not make sure that a text has n characters. It fills up what is shorter with blanks and hands them out with the value: \`AB\` in a \`char(3)\` comes back as \`"AB "\`, which is not \`"AB"\` to the code that reads it. In the database the blanks count or do not count depending on who asks: \`=\` ignores them, \`LIKE\` and regular expressions do not. In PostgreSQL it is neither smaller nor faster than \`varchar(n)\`.

The fix writes \`@db.VarChar\` with the same length. Turning an existing column drops the blanks and rewrites the table. Where a length has to be exact, a \`CHECK (length(code) = 3)\` says so. A column that a foreign key ties to another is left to you, because both have to change at once.`,
  examples: [
    {
      bad: `
        model Price {
          id       Int    @id
          currency String @db.Char(3)
          //              ^^^^^^^^^^^
        }
      `,
      fixed: `
        model Price {
          id       Int    @id
          currency String @db.VarChar(3)
        }
      `,
    },
    {
      good: `
        model Price {
          id       Int    @id
          currency String @db.VarChar(3)
          grade    String @db.Char(1)
        }
      `,
    },
  ],
  *check(model) {
    const { shape, settings } = model;
    // Elsewhere a value comes back without its blanks, or they are never stored.
    if (!isTable(model) || settings.provider !== "postgresql") return;
    for (const field of shape.fields) {
      const { name, nativeType } = field;
      const length = nativeType?.arguments[0] ?? "1";
      // One character leaves nothing to fill up.
      if (nativeType?.name !== "Char" || length === "1" || isDigest(name)) continue;
      const text = `@${settings.datasource}.VarChar(${length})`;
      const at = nativeType.attribute;
      yield {
        at,
        message: `${shape.name}.${name} is filled up with blanks to ${length} characters`,
        ...(!isTied(model, field) && {
          fix: { title: `Change to ${text}`, edits: [{ at, text }] },
        }),
      };
    }
  },
};

/** What is always of full length. */
function isDigest(name: string): boolean {
  return wordsIn(name).some((word) => digests.has(word));
}

const digests = new Set(["hash", "digest", "checksum", "fingerprint", "sha", "md"]);

/** Whether a foreign key starts from `field` or points at it. */
function isTied({ relations }: Model, field: FieldShape): boolean {
  return relations.some(
    ({ foreignKey, opposite }) =>
      foreignKey?.fields.includes(field) ||
      opposite?.relation?.references?.some(({ text }) => text === field.name),
  );
}
