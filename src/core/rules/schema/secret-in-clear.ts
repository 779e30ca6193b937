/** A password or key that whoever reads the table can use. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { docsOf } from "./words.ts";

export const secretInClear: Rule<Model> = {
  name: "secret-in-clear",
  severity: "info",
  preset: "strict",
  summary: "A column for a secret does not say that it is hashed or encrypted",
  why: `Whoever sees the table has the secret: a backup on a laptop, a copy for the test system, a query log, a \`SELECT *\` in a support tool, an API that returns the whole object because nobody left the field out. A leaked hash of a password is bad news; a leaked password is an incident.

Perhaps the column holds a hash already. Then its name hides the one thing a reviewer has to know, and the next developer may well write the plain text into it.

Sign-in libraries such as Auth.js create \`access_token\` and \`refresh_token\` in clear. They work that way, but the tokens still open other people's accounts.

Instead, store a slow hash (argon2id, scrypt, bcrypt) of what is only compared, such as a password, and a SHA-256 of a random key that you issue. Encrypt what has to be read back, with a key that is not in the database. Then say so in the name: \`passwordHash String @map("password")\` needs no migration. A comment at the field that says "hashed" or "encrypted" silences this rule too.`,
  examples: [
    {
      bad: `
        model User {
          id       Int    @id
          email    String @unique
          password String
        //^^^^^^^^
        }
      `,
    },
    {
      good: `
        model User {
          id              Int      @id
          email           String   @unique
          passwordHash    String
          passwordSetAt   DateTime
          /// Encrypted by the key service.
          apiKey          String?
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || saysHow(wordsIn(shape.name)) || keepsSalt(shape)) return;
    for (const field of shape.fields) {
      if (field.typeName !== "String") continue;
      const secret = secretIn(wordsIn(field.name));
      if (secret === undefined || tellsRowsApart(model, field)) continue;
      if (saysHow(wordsIn(field.name)) || commented.test(docsOf(shape, field))) continue;
      yield {
        at: field.node.name,
        message: `Nothing says that ${shape.name}.${field.name} is ${cures[secret]}`,
      };
    }
  },
};

type Secret = keyof typeof cures;

/** What is only compared can be hashed; what is sent elsewhere has to be read back. */
const cures = { compared: "hashed or encrypted", kept: "encrypted" };

/** What a name ends with when the column holds the secret itself, and not something about it. */
const secrets: readonly (readonly [ending: string, secret: Secret])[] = [
  ["password", "compared"],
  ["passwd", "compared"],
  ["passphrase", "compared"],
  ["backup code", "compared"],
  ["backup codes", "compared"],
  ["recovery code", "compared"],
  ["recovery codes", "compared"],
  ["api key", "compared"],
  ["apikey", "compared"],
  ["api token", "compared"],
  ["auth token", "compared"],
  ["bearer token", "compared"],
  ["access token", "kept"],
  ["refresh token", "kept"],
  ["bot token", "kept"],
  ["private key", "kept"],
  ["secret key", "kept"],
  ["access key", "kept"],
  ["signing key", "kept"],
  ["encryption key", "kept"],
  ["secret", "kept"],
];

function secretIn(words: readonly string[]): Secret | undefined {
  const spoken = ` ${words.join(" ")}`;
  return secrets.find(([ending]) => spoken.endsWith(` ${ending}`))?.[1];
}

const how = new Set(
  "hash hashed hashes digest encrypted encoded cipher ciphered ciphertext enc sealed wrapped masked redacted bcrypt argon scrypt public publishable pk last prefix next requires has reset forgot".split(
    " ",
  ),
);

/** Names that say how the secret is kept, or that it is none. */
function saysHow(words: readonly string[]): boolean {
  return words.some((word) => how.has(word));
}

const commented = /hash|encrypt|cipher|digest|bcrypt|argon|vault|not (a )?secret/i;

/** A salt or initialisation vector beside it shows that it is hashed or encrypted. */
function keepsSalt({ fields }: ModelShape): boolean {
  return fields.some(({ name }) => {
    const words = wordsIn(name);
    return words.includes("salt") || words.includes("iv");
  });
}

/** It refers to a row elsewhere, or is one of the dimensions of a table of sums: a name, no key. */
function tellsRowsApart({ relations, indexes }: Model, field: FieldShape): boolean {
  const composite = indexes.some(
    ({ kind, parts }) =>
      (kind === "primary-key" || kind === "unique") &&
      parts.length > 1 &&
      parts.some((part) => part.field === field),
  );
  return composite || relations.some(({ foreignKey }) => foreignKey?.fields.includes(field));
}
