/** Edges of secret-in-clear that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { secretInClear } from "../../src/core/rules/schema/secret-in-clear.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every usual name of a secret is found, whatever stands before it": {
    bad: `
      model Account {
        id                  Int      @id
        smtp_password       String?
      //^^^^^^^^^^^^^
        passwd              String
      //^^^^^^
        passphrase          String
      //^^^^^^^^^^
        backupCode          String
      //^^^^^^^^^^
        backupCodes         String[]
      //^^^^^^^^^^^
        recoveryCode        String
      //^^^^^^^^^^^^
        recoveryCodes       String[]
      //^^^^^^^^^^^^^
        openaiApiKey        String
      //^^^^^^^^^^^^
        apikey              String
      //^^^^^^
        apiToken            String
      //^^^^^^^^
        authToken           String
      //^^^^^^^^^
        bearerToken         String
      //^^^^^^^^^^^
        access_token        String?  @db.Text
      //^^^^^^^^^^^^
        refresh_token       String?
      //^^^^^^^^^^^^^
        botToken            String
      //^^^^^^^^
        privateKey          String
      //^^^^^^^^^^
        secretKey           String
      //^^^^^^^^^
        awsSecretAccessKey  String
      //^^^^^^^^^^^^^^^^^^
        signingKey          String
      //^^^^^^^^^^
        encryptionKey       String
      //^^^^^^^^^^^^^
        clientSecret        String
      //^^^^^^^^^^^^
      }
    `,
  },
  "what tells something about a secret is none": {
    good: `
      model Account {
        id               Int    @id
        passwordPolicy   String
        secretName       String
        apiKeyId         String
        accessTokenUrl   String
        refreshTokenType String
        secretary        String
      }
    `,
  },
  "names that say how the secret is kept are fine": {
    good: `
      model Account {
        id                Int    @id
        hashedPassword    String
        encryptedApiKey   String
        bcrypt_password   String
        maskedAccessToken String
      }
    `,
  },
  "what everybody may see is no secret": {
    good: `
      model Account {
        id           Int    @id
        publicApiKey String
        pkApiKey     String
      }
    `,
  },
  "the name of the model may say it for all its fields": {
    good: `
      model EncryptedCredential {
        id     Int    @id
        secret String
      }
    `,
  },
  "a salt or initialisation vector shows that it is hashed or encrypted": {
    good: `
      model User {
        id           Int    @id
        password     String
        passwordSalt String
      }

      model Vault {
        id     Int    @id
        secret String
        iv     String
      }
    `,
  },
  "a comment may say it, above or behind the field": {
    good: `
      model Account {
        id          Int    @id
        password    String // bcrypt
        /// @encrypted
        apiKey      String
        // see the key service:
        // ciphertext in base 64
        accessToken String
      }
    `,
  },
  "a comment about something else does not, nor one at another field": {
    bad: `
      model Account {
        id          Int    @id // a hash
        password    String // at least 12 characters
      //^^^^^^^^
        /// A hash of the content.
        digest      String
        secret      String
      //^^^^^^
      }
    `,
  },
  "only text holds a secret that can be read": {
    good: `
      model Account {
        id       Int       @id
        password Boolean
        secret   Bytes
        apiKey   DateTime?
        mySecret Secret[]
      }

      model Secret {
        id        Int     @id
        account   Account @relation(fields: [accountId], references: [id])
        accountId Int
      }
    `,
  },
  "a reference names a row elsewhere": {
    good: `
      model Usage {
        id     Int    @id
        apiKey String
        key    Key    @relation(fields: [apiKey], references: [number])
      }

      model Key {
        number String  @id
        usages Usage[]
      }
    `,
  },
  "in a composite key it is a dimension": {
    good: `
      model A {
        day    DateTime
        apiKey String

        @@id([day, apiKey])
      }

      model B {
        id     Int      @id
        day    DateTime
        apiKey String

        @@unique([day, apiKey])
      }
    `,
  },
  "in another index, or unique by itself, it is not": {
    bad: `
      model Project {
        id       Int      @id
        day      DateTime
        apiKey   String   @unique
      //^^^^^^
        apiToken String
      //^^^^^^^^
        secret   String
      //^^^^^^

        @@index([day, apiToken])
        @@unique([day])
      }
    `,
  },
  "a view stores nothing": {
    good: `
      view Login {
        id       Int    @unique
        password String
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(secretInClear, example));

test.each([
  ["password", "Nothing says that User.password is hashed or encrypted"],
  ["accessToken", "Nothing says that User.accessToken is encrypted"],
])("%s: the message says what would help", (field, message) => {
  const [model] = read(`model User {\n  ${field} String\n}`).models;
  const [found] = model ? secretInClear.check(model) : [];
  expect(found?.message).toBe(message);
});
