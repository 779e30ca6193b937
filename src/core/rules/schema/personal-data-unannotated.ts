/** Personal data that nothing marks as such. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { insertLineAbove } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";
import { docsOf } from "./words.ts";

export const personalDataUnannotated: Rule<Model> = {
  name: "personal-data-unannotated",
  severity: "hint",
  preset: "all",
  summary: "A column for personal data is not marked with @pii",
  why: `A request to erase or to export what you hold about a person is answered from a list of columns. If that list lives in somebody's head, the copy in a side table is forgotten. The same list decides what an anonymised dump has to blank, what must not reach a log, and which fields an API leaves out.

The fix writes \`/// @pii\` above the field. Prisma keeps such comments, so scripts and generators find them in the DMMF. Nothing else changes. One \`@pii\` above the model marks all its fields.

The guess is made by the name of the column. What belongs to a company, such as a support address, is no personal data: ignore it there.`,
  examples: [
    {
      bad: `
        model User {
          id    Int     @id
          email String  @unique
        //^^^^^
          phone String?
        //^^^^^
        }
      `,
      fixed: `
        model User {
          id    Int     @id
          /// @pii
          email String  @unique
          /// @pii
          phone String?
        }
      `,
    },
    {
      good: `
        model User {
          id            Int     @id
          /// Where to reach the user. @pii
          email         String  @unique
          emailVerified Boolean
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || shape.block.docs.some(({ text }) => marked.test(text))) return;
    if (wordsIn(shape.name).some((word) => impersonal.has(word))) return;
    for (const field of shape.fields) {
      if (!isPersonal(field) || marked.test(docsOf(shape, field))) continue;
      yield {
        at: field.node.name,
        message: `${shape.name}.${field.name} looks like personal data and is not marked with @pii`,
        fix: {
          title: "Add /// @pii",
          keepsDatabase: true,
          edits: [insertLineAbove(shape.block, field.node.start, "/// @pii")],
        },
      };
    }
  },
};

const marked = /@(pii|personal|gdpr|sensitive)\b/i;

const types = new Set(["String", "DateTime", "Int", "BigInt", "Bytes"]);

/** What a name ends with. */
const endings: readonly string[] = [
  "email",
  "email address",
  "phone",
  "phone number",
  "mobile number",
  "ssn",
  "social security number",
  "date of birth",
  "birth date",
  "birthdate",
  "birthday",
  "dob",
  "ip address",
  "ipaddress",
  "iban",
  "passport",
  "passport number",
  "tax id",
  "national id",
  "first name",
  "firstname",
  "last name",
  "lastname",
  "full name",
  "surname",
  "maiden name",
  "street",
  "home address",
  "postal address",
];

function isPersonal({ name, typeName, arity }: FieldShape): boolean {
  if (!types.has(typeName) || arity === "list") return false;
  const words = wordsIn(name);
  const spoken = ` ${words.join(" ")}`;
  return (
    endings.some((ending) => spoken.endsWith(` ${ending}`)) && !words.some((it) => hidden.has(it))
  );
}

const impersonal = new Set("repository repo package branch bucket template".split(" "));

const hidden = new Set([
  ...impersonal,
  ..."hash hashed has is encrypted masked anonymized credential credentials".split(" "),
]);
