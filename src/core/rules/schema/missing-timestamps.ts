/** A table that does not know when its rows came to be. */
import { wordsIn } from "../../base/words.ts";
import type { Fix, Rule } from "../../lint/rule.ts";
import type { NewField } from "../../schema/alignment.ts";
import { addFields } from "../../schema/edit.ts";
import { isTable, speaksPostgres } from "../../schema/model.ts";
import type { Field, Model } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { isCodeList, isSummary, saysItIsView } from "./words.ts";

export const missingTimestamps: Rule<Model> = {
  name: "missing-timestamps",
  severity: "hint",
  preset: "strict",
  summary: "A table does not record when its rows were created",
  why: `Sooner or later somebody asks when a row appeared: support for one customer, a bug hunt for "everything since the last release", an incremental export, a clean-up of old data. A time that was not recorded cannot be added later; every row that exists by then will claim to be born in that migration.

The fix adds \`createdAt\` and \`updatedAt\`. Both get \`@default(now())\`: without it the migration fails on a table that has rows, because \`@updatedAt\` is filled by Prisma Client only.

Left alone are tables that have a \`DateTime\` which defaults to now or has to be given, that only join others or add to one row of another, that keep what is worked out, such as metrics and ranks, and short lists such as countries and roles.`,
  examples: [
    {
      bad: `
        model Coupon {
          //  ^^^^^^
          id      Int    @id
          code    String @unique
          percent Int
          note    String
        }
      `,
      fixed: `
        model Coupon {
          id        Int      @id
          code      String   @unique
          percent   Int
          note      String
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
    if (!isTable(model) || shape.ignored || recordsCreation(model)) return;
    if (isListed(model) || belongsToOthers(model) || isMadeOver(model)) return;
    const fix = addTimestamps(model);
    yield {
      at: shape.block.name,
      message: `${shape.name} does not record when its rows were created`,
      ...(fix && { fix }),
    };
  },
};

const birth = new Set(
  "created create creation inserted added registered joined issued placed opened started start began timestamp createdat createdon".split(
    " ",
  ),
);

function recordsCreation({ fields }: Model): boolean {
  return fields.some(
    ({ kind, shape }) =>
      (shape.typeName === "DateTime" && (defaultsToNow(shape) || isGiven(shape))) ||
      (kind === "scalar" && shape.typeName !== "Boolean" && namesBirth(shape.name)),
  );
}

/** Whoever writes the row has to say a time: of the payment, of the end of the session. */
function isGiven({ name, arity, default: value, updatedAt }: FieldShape): boolean {
  if (arity !== "required" || value !== undefined || updatedAt) return false;
  return !wordsIn(name).some((word) => /^(updated|modified|changed)/.test(word));
}

/** `createdById` says who, not when. */
function namesBirth(name: string): boolean {
  const words = wordsIn(name);
  return words.some((word) => birth.has(word)) && !words.includes("by");
}

function defaultsToNow(field: FieldShape): boolean {
  return field.default?.kind === "call";
}

/** The most columns of a list such as countries, roles and licences. */
const short = 3;

const labels = new Set(["name", "code", "title", "label", "key", "description", "value"]);

/** It refers to nothing and says next to nothing but a name: its rows come with a release. */
function isListed({ fields, relations, shape }: Model): boolean {
  if (isCodeList(shape)) return true;
  const columns = fields.filter(({ kind }) => kind !== "relation");
  if (columns.length > short || relations.some(({ side }) => side === "owning")) return false;
  return columns.some(({ shape: { name } }) => labels.has(name.toLowerCase()));
}

/** Rows that join others, or add to one row of another, come and go with these. */
function belongsToOthers({ fields, relations, shape }: Model): boolean {
  const owning = relations.flatMap(({ foreignKey }) => foreignKey ?? []);
  const foreign = new Set(owning.flatMap((key) => key.fields));
  const told = shape.indexes.some(
    ({ kind, parts }) =>
      (kind === "primary-key" || (kind === "unique" && parts.length === 1)) &&
      parts.length > 0 &&
      parts.every(({ field }) => field !== undefined && foreign.has(field)),
  );
  // A part that was given a table of its own: the whole points at it, one to one.
  const isPart =
    relations.length > 0 &&
    relations.every(({ side, cardinality }) => side === "inverse" && cardinality === "one-to-one");
  const own = shape.indexes.filter(({ kind }) => kind === "primary-key");
  const keys = new Set(own.flatMap(({ parts }) => parts.map(({ field }) => field)));
  const onlyJoins =
    owning.length >= 2 &&
    fields.every(
      ({ kind, shape: field }) => kind === "relation" || foreign.has(field) || keys.has(field),
    );
  return told || isPart || onlyJoins;
}

/** Rows that others are made into, or that Auth.js makes as it needs them. */
function isMadeOver({ shape }: Model): boolean {
  const isAccount = shape.fields.some(({ name }) => /^provider_?account_?id$/i.test(name));
  return isAccount || isSettings(shape) || isSummary(shape) || saysItIsView(shape);
}

/** One row, or one per key that the code asks for by name. */
function isSettings({ name }: ModelShape): boolean {
  return /^(?:config|configs|configuration|configurations|setting|settings)$/.test(
    wordsIn(name).at(-1) ?? "",
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
