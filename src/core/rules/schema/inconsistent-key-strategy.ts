/** One table whose keys are made otherwise than those of nearly all others. */
import { textOf } from "../../base/text.ts";
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model, Schema } from "../../schema/resolve.ts";
import type { ModelShape } from "../../schema/shape.ts";
import type { CallNode } from "../../schema/syntax.ts";
import { isRecord } from "./words.ts";

/** So many tables, and this share of all that make keys, have to agree. */
const fewest = 5;
const share = 0.8;

export const inconsistentKeyStrategy: Rule<Schema> = {
  name: "inconsistent-key-strategy",
  severity: "hint",
  preset: "strict",
  summary: "Keys of one table are made in another way than those of nearly all others",
  why: `Where every table has the same kind of key, a helper, a route, a column of a log or of a generic reference can take the key of any of them. The one table that differs is where \`parseInt\` makes \`NaN\` of a uuid, where a validator refuses a key that exists, and where a numbered key in a link tells a visitor how many orders there are, though all other keys were chosen so as not to.

All versions of uuid count as one kind, whoever makes them, and so do \`Int\` and \`BigInt\`. Logs and events may be numbered: they are many, and nobody sees their keys. Where most keys are numbers, a random one is left alone: it was chosen so that nobody guesses it.

Instead, give a new table the kind of key that the others have. In a table with rows and foreign keys, changing the key costs more than it is worth: ignore the rule there, with the reason.`,
  examples: [
    {
      bad: `
        model User {
          id String @id @default(uuid(7)) @db.Uuid
        }

        model Team {
          id String @id @default(uuid(7)) @db.Uuid
        }

        model Project {
          id String @id @default(uuid(7)) @db.Uuid
        }

        model Task {
          id String @id @default(uuid(7)) @db.Uuid
        }

        model Comment {
          id String @id @default(uuid(7)) @db.Uuid
        }

        model Invoice {
          id Int @id @default(autoincrement())
          //                  ^^^^^^^^^^^^^^^
        }
      `,
    },
    {
      good: `
        model User {
          id String @id @default(uuid(7)) @db.Uuid
        }

        model Invoice {
          id Int @id @default(autoincrement())
        }
      `,
    },
  ],
  *check({ models }) {
    const keys = models.flatMap((model) => keyOnce(model) ?? []);
    const counts = new Map<Strategy, number>();
    for (const { strategy } of keys) counts.set(strategy, (counts.get(strategy) ?? 0) + 1);
    const [most] = [...counts].sort(([, a], [, b]) => b - a);
    if (!most || most[1] < fewest || most[1] < share * keys.length || most[0] === "number") return;
    for (const { shape, strategy, at } of keys) {
      if (strategy === most[0] || (strategy === "number" && isRecord(shape))) continue;
      yield {
        at,
        message: `The key of ${shape.name} is a ${strategy}, while ${most[1]} of ${keys.length} tables have a ${most[0]}`,
      };
    }
  },
};

type Strategy = "number" | "uuid" | "cuid" | "ulid" | "nanoid";

type Key = { readonly shape: ModelShape; readonly strategy: Strategy; readonly at: CallNode };

const known = new WeakMap<Model, Key | undefined>();

/** Asked anew after each edit, and mostly of models that the edit did not touch. */
function keyOnce(model: Model): Key | undefined {
  if (known.has(model)) return known.get(model);
  const key = keyOf(model);
  known.set(model, key);
  return key;
}

/** Undefined for join tables, shared keys and everything else that makes no key of its own. */
function keyOf(model: Model): Key | undefined {
  if (!isTable(model) || model.shape.ignored) return undefined;
  const parts = model.indexes.find(({ kind }) => kind === "primary-key")?.parts ?? [];
  const field = parts.length === 1 ? parts[0]?.field : undefined;
  const call = field?.default;
  if (!field || call?.kind !== "call") return undefined;
  const strategy = isOwnId(model.shape, field.name) ? strategyOf(call) : undefined;
  return strategy && { shape: model.shape, strategy, at: call };
}

/** A token or the id of a transaction is more than the key of its row. */
function isOwnId({ name }: ModelShape, field: string): boolean {
  const words = wordsIn(field);
  const stem = words.slice(0, -1).join("");
  return keyWords.has(words.at(-1) ?? "") && wordsIn(name).join("").includes(stem);
}

const keyWords = new Set(["id", "uuid", "uid", "pk"]);

const strategies: Readonly<Record<string, Strategy>> = {
  autoincrement: "number",
  sequence: "number",
  uuid: "uuid",
  cuid: "cuid",
  ulid: "ulid",
  nanoid: "nanoid",
};

function strategyOf({ name, arguments: given }: CallNode): Strategy | undefined {
  if (name.text !== "dbgenerated") return strategies[name.text];
  return /uuid/i.test(textOf(given)) ? "uuid" : undefined;
}
