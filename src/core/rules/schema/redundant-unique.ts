/** A unique over columns of which fewer are unique already. */
import type { Span } from "../../base/text.ts";
import type { Fix, Rule } from "../../lint/rule.ts";
import { addBlockAttribute, removeBlockAttribute } from "../../schema/edit.ts";
import { isConstraint } from "../../schema/index-coverage.ts";
import { isTable } from "../../schema/model.ts";
import type { Index, Model } from "../../schema/resolve.ts";
import type { Block } from "../../schema/syntax.ts";
import { columnList, written } from "./words.ts";

export const redundantUnique: Rule<Model> = {
  name: "redundant-unique",
  severity: "info",
  summary: "A unique holds columns of which some are unique by themselves",
  why: `If no two rows share an \`email\`, no two rows share an \`email\` and a \`teamId\` either: the longer unique can never refuse a row that the shorter one lets through. It looks like a rule, and readers plan with it, *an address may occur once in each team*, while the shorter unique forbids exactly that. One of the two is not what was meant.

What it does do is cost: an index that every insert checks and writes.

The fix takes the longer unique for the superfluous one. Where its index is good for lookups that nothing else serves, it stays as a plain \`@@index\`. Calls such as \`findUnique({ where: { teamId_email: … } })\` have to follow: since Prisma 5, \`where\` takes further fields beside the unique one, so \`{ email, teamId }\` does the same. If the shorter one is wrong, remove that by hand instead. A unique that a foreign key points at, that makes a relation one-to-one, or by which Auth.js looks up its tokens is needed and left alone.`,
  examples: [
    {
      bad: `
        model Member {
          id     Int    @id
          teamId Int
          email  String @unique

          @@unique([email, teamId])
        //^^^^^^^^^^^^^^^^^^^^^^^^^
        }
      `,
      fixed: `
        model Member {
          id     Int    @id
          teamId Int
          email  String @unique
        }
      `,
    },
    {
      bad: `
        model Member {
          id     Int    @id
          teamId Int
          email  String @unique

          @@unique([teamId, email])
        //^^^^^^^^^^^^^^^^^^^^^^^^^
        }
      `,
      fixed: `
        model Member {
          id     Int    @id
          teamId Int
          email  String @unique

          @@index([teamId, email])
        }
      `,
    },
    {
      good: `
        model Member {
          id     Int    @id
          teamId Int
          email  String

          @@unique([teamId, email])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    const constraints = model.indexes.filter((index) => isConstraint(index) && isWhole(index));
    // Most models have a primary key and nothing else to compare it with.
    if (constraints.length < 2) return;
    for (const [at, index] of constraints.entries()) {
      if (index.kind !== "unique" || index.attribute.level !== "block") continue;
      const enough = constraints.find((other, place) => implies(other, index, place < at));
      if (!enough || isNeeded(model, index)) continue;
      yield {
        at: index.attribute,
        message: `${columnList(enough)} is unique by itself, so ${columnList(index)} keeps no other rows apart`,
        fix: fix(model, index),
      };
    }
  },
};

/** Over all rows and whole values. */
function isWhole({ where, parts }: Index): boolean {
  return (
    where === undefined &&
    parts.length > 0 &&
    parts.every(({ field, length, path }) => field && length === undefined && !path.includes("."))
  );
}

/** The same columns in the same order are the matter of duplicate-index. */
function implies(less: Index, more: Index, isBefore: boolean): boolean {
  if (less === more || !less.parts.every(({ path }) => holds(more, path))) return false;
  if (less.parts.length < more.parts.length) return true;
  const isSame = less.parts.every(({ path }, at) => path === more.parts[at]?.path);
  return !isSame && (less.kind === "primary-key" || isBefore);
}

function holds({ parts }: Index, path: string): boolean {
  return parts.some((part) => part.path === path);
}

/** Prisma and the database ask for it: a foreign key points at it, or has to be unique. */
function isNeeded({ relations }: Model, index: Index): boolean {
  const { parts } = index;
  if (columnList(index) === "(identifier, token)") return true; // The adapter of Auth.js does.
  const isAll = (names: readonly string[] | undefined) =>
    names?.length === parts.length && parts.every(({ path }) => names.includes(path));
  return relations.some(
    ({ cardinality, foreignKey, opposite }) =>
      (cardinality === "one-to-one" && isAll(foreignKey?.fields.map(({ name }) => name))) ||
      isAll(opposite?.relation?.references?.map(({ text }) => text)),
  );
}

function fix({ shape, indexes }: Model, index: Index): Fix {
  const served = indexes.some((other) => other !== index && answersAll(other, index));
  if (served) {
    return {
      title: `Remove ${written(index)}`,
      alone: true,
      edits: removeBlockAttribute(shape.block, index.attribute),
    };
  }
  const text = `@@index([${index.parts.map(partText).join(", ")}])`;
  return {
    title: `Make it ${text}`,
    alone: true,
    edits: inOrder(shape.block, index.attribute)
      ? [{ at: index.attribute, text }]
      : [
          ...removeBlockAttribute(shape.block, index.attribute),
          ...addBlockAttribute(shape.block, text),
        ],
  };
}

/** Whether an index may stand where a unique does: `prisma format` has all uniques before it. */
function inOrder({ members }: Block, { start }: Span): boolean {
  return !members.some(
    (member) =>
      member.kind === "attribute" && member.start > start && member.name.text === "unique",
  );
}

/** Once a unique has been found, there is nothing left for further columns to sort. */
function answersAll(other: Index, { parts }: Index): boolean {
  if (other.where !== undefined || other.type !== "BTree" || other.kind === "fulltext")
    return false;
  const begins = other.parts.every(({ path }, at) => path === parts[at]?.path);
  const goesOn = parts.every(({ path }, at) => path === other.parts[at]?.path);
  return goesOn || (isConstraint(other) && begins);
}

function partText({ node, path }: Index["parts"][number]): string {
  return node ? node.source.text.slice(node.start, node.end) : path;
}
