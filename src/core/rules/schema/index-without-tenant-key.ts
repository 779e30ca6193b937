/** An index that mixes the rows of all customers, though each query is about one of them. */
import { span } from "../../base/text.ts";
import { wordsIn } from "../../base/words.ts";
import type { Finding, Rule } from "../../lint/rule.ts";
import { argument } from "../../schema/attributes.ts";
import { isConstraint, serves } from "../../schema/index-coverage.ts";
import type { IndexPart } from "../../schema/index-shape.ts";
import type { Index, Model, Schema } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { tenancyOf } from "../tenancy.ts";
import { columnList } from "./words.ts";

export const indexWithoutTenantKey: Rule<Schema> = {
  name: "index-without-tenant-key",
  severity: "hint",
  preset: "all",
  summary: "An index of a tenant's table does not hold the key of the tenant",
  why: `A query of a customer asks for \`teamId\` and something else. With an index on \`status\` alone, PostgreSQL walks through the open tasks of everybody and fetches each of these rows to see whose it is; or it takes the index on \`teamId\` and sorts out the rest. Both get slower with every other customer who signs up. With \`(teamId, status)\`, the entries of one customer lie together: the work depends on the size of that customer only, and few pages have to be in memory.

Indexes for foreign keys, for what leads to one row anyway, and for the times at which a job looks for work of all customers are left alone; so are those beside which one with the key of the tenant already stands. The tenant is guessed from the names of models and from what most tables point at; \`/// @tenant\` above a model states it.

The fix puts the key of the tenant in front. An index that a report or job over all customers reads has to stay as it is: ignore the rule there.`,
  examples: [
    {
      bad: `
        /// @tenant
        model Team {
          id    Int    @id
          tasks Task[]
        }

        model Task {
          id     Int    @id
          teamId Int
          team   Team   @relation(fields: [teamId], references: [id])
          status String

          @@index([status])
          //       ^^^^^^
        }
      `,
      fixed: `
        /// @tenant
        model Team {
          id    Int    @id
          tasks Task[]
        }

        model Task {
          id     Int    @id
          teamId Int
          team   Team   @relation(fields: [teamId], references: [id])
          status String

          @@index([teamId, status])
        }
      `,
    },
    {
      good: `
        /// @tenant
        model Team {
          id    Int    @id
          tasks Task[]
        }

        model Task {
          id        Int      @id
          teamId    Int
          team      Team     @relation(fields: [teamId], references: [id])
          expiresAt DateTime

          @@index([teamId])
          @@index([expiresAt])
        }
      `,
    },
  ],
  *check(schema) {
    const tenancy = tenancyOf(schema);
    if (tenancy === undefined) return;
    for (const model of schema.models) {
      const keys = tenancy.owned.get(model.shape);
      if (keys === undefined) continue;
      yield* findingsOnce(model, keys, tenancy.tenant);
    }
  },
};

type Known = { readonly tenant: ModelShape; readonly findings: readonly Finding[] };

const known = new WeakMap<Model, Known>();

/** Asked anew after each edit, and mostly of models that the edit did not touch. */
function findingsOnce(model: Model, keys: readonly FieldShape[], tenant: ModelShape) {
  const before = known.get(model);
  if (before?.tenant === tenant) return before.findings;
  const mixed = model.indexes.filter((index) => isMixed(model, index, keys));
  const findings = mixed.map((index) => finding(model, index, keys, tenant.name));
  known.set(model, { tenant, findings });
  return findings;
}

function isMixed(model: Model, index: Index, keys: readonly FieldShape[]): boolean {
  const { kind, type, where, parts } = index;
  if (kind !== "index" || type !== "BTree" || where || parts.length === 0) return false;
  return (
    parts.every(({ field }) => field && !keys.includes(field) && !findsOne(model, field)) &&
    !isWork(parts) &&
    !isForeign(model, index) &&
    !isBeside(model, index, keys)
  );
}

const ids = new Set("id uuid token hash digest slug email phone key code sha jti".split(" "));

/** A value that leads to a row or two, whoever they belong to. */
function findsOne({ indexes }: Model, field: FieldShape): boolean {
  const isUnique = indexes.some(
    (index) => isConstraint(index) && index.parts.length === 1 && index.parts[0]?.field === field,
  );
  return isUnique || ids.has(wordsIn(field.name).at(-1) ?? "");
}

const work = new Set([
  ..."expires expiry expiration expire next retry due run scheduled locked lease".split(" "),
  ..."processed heartbeat updated modified synced".split(" "),
]);

/** What a job asks for that does the work of all tenants. */
function isWork(parts: readonly IndexPart[]): boolean {
  return parts.some(({ path }) => wordsIn(path).some((word) => work.has(word)));
}

function isForeign({ relations }: Model, index: Index): boolean {
  return relations.some(({ foreignKey }) => foreignKey && serves(index, foreignKey.fields));
}

/** Where tenants have an index of their own over the same column, this one is for all of them. */
function isBeside({ indexes }: Model, { parts }: Index, keys: readonly FieldShape[]): boolean {
  return indexes.some(
    (other) =>
      other.parts[0]?.field &&
      keys.includes(other.parts[0].field) &&
      other.parts.some(({ path }) => path === parts[0]?.path),
  );
}

function finding(
  { shape }: Model,
  index: Index,
  keys: readonly FieldShape[],
  tenant: string,
): Finding {
  const first = index.parts[0]?.node;
  const [key, second] = keys;
  const at = first ?? index.attribute;
  const message = `The index on ${columnList(index)} of ${shape.name} mixes the rows of every ${tenant}`;
  if (!first || !key || second) return { at, message };
  const front = { at: span(first.source, first.start, first.start), text: `${key.name}, ` };
  if (!isInList(index)) return { at, message };
  return { at, message, fix: { title: `Begin with ${key.name}`, alone: true, edits: [front] } };
}

/** `@@index(status)`, without brackets, has room for one column only. */
function isInList({ attribute }: Index): boolean {
  return argument(attribute, "fields", true)?.kind === "array";
}
