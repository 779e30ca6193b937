/** A b-tree over texts of which one can be too long for it. */
import { wordsIn } from "../../base/words.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { setArgument } from "../../schema/edit.ts";
import type { IndexPart } from "../../schema/index-shape.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const longTextInBTree: Rule<Model> = {
  name: "long-text-in-b-tree",
  severity: "hint",
  preset: "strict",
  summary: "An index holds a column whose text can be too long for an index entry",
  why: `An entry of a b-tree has to fit into a third of a page: 2704 bytes. A longer one makes the **insert** fail, with \`index row size 2712 exceeds btree version 4 maximum 2704\`, for this one user, in a table that has worked for years. PostgreSQL compresses long values first, so prose gets by up to four or five thousand letters, but text that is close to random (a token, a signed link, a query string full of ids) fails from about 2,690 on. Even below that, few entries fit on a page, so the index is about as large as the column.

A hash index keeps a hash of four bytes in place of the text, whatever its length. It answers \`equals\` and \`in\`, and nothing else: no sorting, no \`startsWith\`, no \`null\`. The fix makes one of an index over this column alone.

A unique cannot be a hash. Let it stand on a column that holds a digest of the text, such as its SHA-256, or limit the column to what it takes, with \`@db.VarChar(2000)\`.`,
  examples: [
    {
      bad: `
        model Page {
          id  Int    @id
          url String

          @@index([url])
          //       ^^^
        }
      `,
      fixed: `
        model Page {
          id  Int    @id
          url String

          @@index([url], type: Hash)
        }
      `,
    },
    {
      good: `
        model Page {
          id        Int    @id
          url       String
          urlDigest Bytes  @unique
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model) || model.settings.provider !== "postgresql") return;
    for (const index of model.indexes) {
      if (index.type !== "BTree" || index.kind === "fulltext") continue;
      const part = index.parts.find(({ field }) => field && canBeLong(field));
      if (part) yield finding(model, index, part);
    }
  },
};

function finding({ shape }: Model, index: Index, { node, path }: IndexPart): Finding {
  const { attribute, kind, parts } = index;
  const at = node ?? attribute;
  const message = `An insert fails when ${shape.name}.${path} is too long for an index entry of 2704 bytes`;
  const isSimple = kind === "index" && parts.length === 1 && node?.kind === "name";
  if (!isSimple) return { at, message };
  return {
    at,
    message,
    fix: {
      title: "Make it a hash index",
      alone: true,
      edits: setArgument(attribute, "type", "Hash"),
    },
  };
}

/** Words for what has no length that anybody thought of. */
const long = new Set([
  ..."body content contents description text message prompt payload html markdown bio".split(" "),
  ..."summary comment note notes reason stack stacktrace url uri href link referrer referer".split(
    " ",
  ),
  ..."jwt cookie query sql instructions transcript".split(" "),
]);

const longPairs = new Set(["user agent", "id token", "access token", "query string"]);

function canBeLong(field: FieldShape): boolean {
  if (field.typeName !== "String" || field.arity === "list" || !isUnbounded(field)) return false;
  const words = wordsIn(field.name);
  return long.has(words.at(-1) ?? "") || longPairs.has(words.slice(-2).join(" "));
}

function isUnbounded({ nativeType }: FieldShape): boolean {
  if (nativeType === undefined || nativeType.name === "Text") return true;
  if (nativeType.name !== "VarChar" && nativeType.name !== "Citext") return false;
  return !(Number(nativeType.arguments[0]) <= 2704);
}
