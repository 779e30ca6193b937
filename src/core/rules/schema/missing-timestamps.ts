/** A table that does not know when its rows came to be. */
import { wordsIn } from "../../base/words.ts";
import type { Fix, Rule } from "../../lint/rule.ts";
import type { NewField } from "../../schema/alignment.ts";
import { addFields } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Field, Model } from "../../schema/resolve.ts";
import type { FieldShape } from "../../schema/shape.ts";

export const missingTimestamps: Rule<Model> = {
  name: "missing-timestamps",
  severity: "info",
  summary: "A table does not record when its rows were created",
  why: `Sooner or later somebody asks when a row appeared: support for one customer, a bug hunt for "everything since the last release", an incremental export, a clean-up of old data. A time that was not recorded cannot be added later; every row that exists by then will claim to be born in that migration.

The fix adds \`createdAt\` and \`updatedAt\`. Both get \`@default(now())\`: without it the migration fails on a table that has rows, because \`@updatedAt\` is filled by Prisma Client only.

Tables that only join two others are left alone, and so are tables with any \`DateTime\` that defaults to now.`,
  examples: [
    {
      bad: `
        model Coupon {
          //  ^^^^^^
          id   Int    @id
          code String @unique
        }
      `,
      fixed: `
        model Coupon {
          id        Int      @id
          code      String   @unique
          createdAt DateTime @default(now()) @db.Timestamptz(6)
          updatedAt DateTime @default(now()) @updatedAt @db.Timestamptz(6)
        }
      `,
    },
    {
      good: `
        model Login {
          id Int      @id
          at DateTime @default(now()) @db.Timestamptz(6)
        }
      `,
    },
  ],
  *check(model) {
    const { shape } = model;
    if (!isTable(model) || shape.ignored || recordsCreation(model) || onlyJoins(model)) return;
    const fix = addTimestamps(model);
    yield {
      at: shape.block.name,
      message: `${shape.name} does not record when its rows were created`,
      ...(fix && { fix }),
    };
  },
};

const birth = new Set(
  "created create creation inserted added registered joined issued placed opened started began createdat createdon".split(
    " ",
  ),
);

function recordsCreation({ fields }: Model): boolean {
  return fields.some(
    ({ kind, shape }) =>
      (shape.typeName === "DateTime" && defaultsToNow(shape)) ||
      (kind === "scalar" && shape.typeName !== "Boolean" && namesBirth(shape.name)),
  );
}

/** `createdById` says who, not when. */
function namesBirth(name: string): boolean {
  const words = wordsIn(name);
  return words.some((word) => birth.has(word)) && !words.includes("by");
}

function defaultsToNow(field: FieldShape): boolean {
  return field.default?.kind === "call";
}

/** Nothing but foreign keys, and perhaps a key of its own. */
function onlyJoins({ fields, relations, shape }: Model): boolean {
  const foreign = new Set(relations.flatMap(({ foreignKey }) => foreignKey?.fields ?? []));
  const owning = relations.filter(({ side }) => side === "owning");
  const own = shape.indexes.filter(({ kind }) => kind === "primary-key");
  const keys = new Set(own.flatMap(({ parts }) => parts.map(({ field }) => field)));
  return (
    owning.length >= 2 &&
    fields.every(
      ({ kind, shape: field }) => kind === "relation" || foreign.has(field) || keys.has(field),
    )
  );
}

function addTimestamps(model: Model): Fix | undefined {
  const { shape, settings, fields } = model;
  const after = fields.findLast(({ kind }) => kind !== "relation") ?? fields.at(-1);
  if (after === undefined) return undefined;
  const zone = speaksPostgres(settings.provider) ? ` @${settings.datasource}.Timestamptz(6)` : "";
  const style = nameStyle(model);
  const timestamp = (verb: string, attributes: string): NewField => {
    const { name, map } = style(verb);
    return { name, type: "DateTime", attributes: attributes + map + zone };
  };
  const added = [
    timestamp("created", "@default(now())"),
    ...(hasUpdatedAt(fields) ? [] : [timestamp("updated", "@default(now()) @updatedAt")]),
  ];
  return {
    title: `Add ${added.map(({ name }) => name).join(" and ")}`,
    edits: addFields(shape.block, after.shape.node, added),
  };
}

function hasUpdatedAt(fields: readonly Field[]): boolean {
  return fields.some(
    ({ shape }) =>
      shape.updatedAt || wordsIn(shape.name).some((word) => /^(updated|modified)$/.test(word)),
  );
}

/** As most fields of this model are named; its neighbours decide where it does not tell. */
function nameStyle({ shape, relations }: Model) {
  const own = shape.fields.filter(hasSeveralWords);
  const around = relations.flatMap(({ target }) => target.fields.filter(hasSeveralWords));
  const near = own.length > 0 ? own : around;
  const snake = near.filter(({ name }) => name.includes("_")).length * 2 > near.length;
  const mapped = near.some(({ name, column }) => name !== column && column.includes("_"));
  return (verb: string) => ({
    name: snake ? `${verb}_at` : `${verb}At`,
    map: mapped && !snake ? ` @map("${verb}_at")` : "",
  });
}

/** Only such names show how words are joined. */
function hasSeveralWords({ name }: FieldShape): boolean {
  return wordsIn(name).length > 1;
}
