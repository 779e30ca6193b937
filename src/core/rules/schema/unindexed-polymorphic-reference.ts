/** A pair of type and id that can point at rows of several tables, and has no index. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { addBlockAttribute } from "../../schema/edit.ts";
import { isTable } from "../../schema/model.ts";
import { defaultName } from "../../schema/names.ts";
import type { Field, Model } from "../../schema/resolve.ts";
import { isRecord } from "./words.ts";

export const unindexedPolymorphicReference: Rule<Model> = {
  name: "unindexed-polymorphic-reference",
  severity: "info",
  preset: "strict",
  summary: "A row points at one of several tables by type and id, and no index serves that",
  why: `\`commentableType\` says in which table to look for \`commentableId\`. No foreign key can say such a thing, so none reminds anybody of the index either. Each *comments of this post* reads all comments, and so does the clean-up when a post is deleted, which the application has to do by itself.

The rest of the price stays, with an index too: rows go on pointing at what was deleted, a type with a typo points nowhere, and Prisma Client cannot \`include\` across the pair.

The fix adds an index over both columns. Where the tables are few, rather use one optional foreign key for each of them, \`postId\` and \`photoId\`, with a \`CHECK (num_nonnulls("postId", "photoId") = 1)\` in a migration. Where they are many, let all of them share a parent table to which one foreign key can point.`,
  examples: [
    {
      bad: `
        model Comment {
          id              Int    @id
          text            String
          commentableType String
          commentableId   Int
        //^^^^^^^^^^^^^
        }
      `,
      fixed: `
        model Comment {
          id              Int    @id
          text            String
          commentableType String
          commentableId   Int

          @@index([commentableType, commentableId])
        }
      `,
    },
    {
      good: `
        model Comment {
          id              Int    @id
          commentableType String
          commentableId   Int

          @@index([commentableId, commentableType])
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || model.settings.provider === "mongodb" || isRecord(shape)) return;
    for (const { id, type } of pairsOf(model)) {
      const text = `@@index([${type.shape.name}, ${id.shape.name}]${mapFor(model, type, id)})`;
      yield {
        at: id.shape.node.name,
        message: `No index serves ${type.shape.name} and ${id.shape.name}, and no foreign key of ${shape.name} can`,
        fix: { title: `Add ${text}`, edits: addBlockAttribute(shape.block, text) },
      };
    }
  },
};

type Pair = { readonly id: Field; readonly type: Field };

function pairsOf(model: Model): Pair[] {
  const { fields } = model;
  return fields.flatMap((id) => {
    const stem = stemOf(id, "id");
    const type = stem && fields.find((field) => stemOf(field, "type") === stem);
    return type && isOpen(model, { id, type }) ? { id, type } : [];
  });
}

const ends = { id: /id$/i, type: /type$/i };

/** `target` of `targetId` and `target_type`, where that can be many things. */
function stemOf({ shape, kind }: Field, end: keyof typeof ends): string | undefined {
  // Most names end otherwise: to take them all apart costs too much.
  if (!ends[end].test(shape.name) || shape.arity === "list") return undefined;
  if (end === "id" ? kind !== "scalar" : shape.typeName !== "String" && kind !== "enum") {
    return undefined;
  }
  const words = wordsIn(shape.name);
  const stem = words.slice(0, -1).join(" ");
  return words.at(-1) === end && isAnything(words.at(-2) ?? "") ? stem : undefined;
}

/** A `deviceType` is a property of the device, an `entityType` is the name of a table. */
const anything = new Set(
  "entity target subject resource object owner parent item source reference ref related record scope principal context holder attached linked".split(
    " ",
  ),
);

function isAnything(word: string): boolean {
  return anything.has(word) || /.{3}able$/.test(word);
}

/** No relation says where the id leads, and nobody has thought of an index over the pair. */
function isOpen({ relations, indexes }: Model, { id, type }: Pair): boolean {
  const isForeign = relations.some(({ foreignKey }) => foreignKey?.fields.includes(id.shape));
  const isHeld = indexes.some(
    ({ parts, where }) =>
      !where &&
      (parts[0]?.field === id.shape ||
        [id, type].every(({ shape }) => parts.some(({ field }) => field === shape))),
  );
  return !isForeign && !isHeld && isOwnKey(indexes, id);
}

/** Keys of one schema are mostly alike: an id of another type is that of another system. */
function isOwnKey(indexes: Model["indexes"], { shape }: Field): boolean {
  const key = indexes.find(({ kind }) => kind === "primary-key")?.parts ?? [];
  const typeName = key.length === 1 ? key[0]?.field?.typeName : undefined;
  return typeName === undefined || typeName === shape.typeName;
}

function mapFor({ shape, settings, indexes }: Model, type: Field, id: Field): string {
  const columns = [type.shape.column, id.shape.column];
  const nameOf = (parts: string[]) => defaultName("idx", shape.table, parts, settings.provider);
  const isTaken = indexes.some(({ name }) => name === nameOf(columns));
  return isTaken ? `, map: "${nameOf([...columns, "full"])}"` : "";
}
