/** A Json column in whose documents the code looks, and no index that leads to them. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { addBlockAttribute } from "../../schema/edit.ts";
import type { Field, Model } from "../../schema/resolve.ts";
import { canLead, isServed } from "../lookup.ts";
import type { Lookup, QueriedModel, Term } from "../queried-model.ts";
import { relatedCalls } from "./related-calls.ts";

export const jsonFilteredWithoutGin: Rule<QueriedModel> = {
  name: "json-filtered-without-gin",
  severity: "info",
  summary: "The code looks into a Json column, and no index leads to the documents",
  why: `Without an index, PostgreSQL reads every row and looks into every document to find the few that match. The time grows with the table, and with the length of the documents.

What helps depends on what Prisma Client sends:

- \`array_contains\` on the column itself becomes \`column @> value\`. A GIN index answers that, and the fix adds one. \`JsonbPathOps\` makes it smaller and faster than the default, and knows only \`@>\`.
- \`path\` with \`equals\` becomes \`column #> path = value\`. **No GIN index over the column answers that**, not even one that is there. Three things do: a column of its own for the value, which a trigger or the application keeps and an ordinary index serves; \`CREATE INDEX … ON "Product" (("attributes" #> '{material}'))\` in a migration of your own, which Prisma leaves alone; or \`@>\` in raw SQL, together with a GIN index.

A call counts when its filter is known in full and nothing else in it leads to few rows. Indexes over expressions are not part of a Prisma schema: where you have one, ignore the rule and name it.`,
  examples: [
    {
      code: `
        export const tagged = (tag: string) =>
          prisma.article.findMany({ where: { tags: { array_contains: [tag] } } });
      `,
      bad: `
        model Article {
          id   Int  @id
          tags Json
        //^^^^
        }
      `,
      fixed: `
        model Article {
          id   Int  @id
          tags Json

          @@index([tags(ops: JsonbPathOps)], type: Gin)
        }
      `,
    },
    {
      code: `
        export const madeOf = (material: string) =>
          prisma.product.findMany({
            where: { attributes: { path: ["material"], equals: material } },
          });
      `,
      bad: `
        model Product {
          id         Int  @id
          attributes Json
        //^^^^^^^^^^

          @@index([attributes(ops: JsonbPathOps)], type: Gin)
        }
      `,
    },
    {
      code: `
        export const tagged = (tag: string) =>
          prisma.article.findMany({ where: { tags: { array_contains: [tag] } } });
      `,
      good: `
        model Article {
          id   Int  @id
          tags Json

          @@index([tags], type: Gin)
        }
      `,
    },
  ],
  *check({ model, lookups }) {
    if (model.settings.provider !== "postgresql") return;
    const leads = canLead(model);
    // A column that leads to few rows is told about by itself: its index is enough.
    const open = lookups.filter(
      ({ isNarrowed, terms }) => !isNarrowed && !isServed(model, terms) && !terms.some(leads),
    );
    for (const field of model.fields) {
      const { typeName, arity, nativeType } = field.shape;
      // PostgreSQL has no index for json; that it is no jsonb is told by another rule.
      if (typeName !== "Json" || arity === "list" || nativeType?.name === "Json") continue;
      const inside = withTerm(open, field, "array-contains");
      if (inside.length > 0 && !hasGin(model, field)) yield containsFinding(model, field, inside);
      const atPath = withTerm(open, field, "json-equals");
      if (atPath.length > 0) yield pathFinding(model, field, atPath);
    }
  },
};

function withTerm(lookups: readonly Lookup[], field: Field, kind: Term["kind"]): Lookup[] {
  return lookups.filter(({ terms }) =>
    terms.some((term) => term.of === field && term.kind === kind),
  );
}

function hasGin({ indexes }: Model, { shape }: Field): boolean {
  return indexes.some(
    ({ type, parts }) => type === "Gin" && parts.some(({ field }) => field === shape),
  );
}

function callsOf(lookups: readonly Lookup[]): Lookup["call"][] {
  return [...new Set(lookups.map(({ call }) => call))];
}

function countOf(calls: readonly Lookup["call"][], verb: string): string {
  return calls.length === 1 ? `A query ${verb}s` : `${calls.length} queries ${verb}`;
}

function containsFinding({ shape }: Model, field: Field, lookups: readonly Lookup[]): Finding {
  const { name, node } = field.shape;
  const calls = callsOf(lookups);
  const text = `@@index([${name}(ops: JsonbPathOps)], type: Gin)`;
  return {
    at: node.name,
    message: `${countOf(calls, "look")} into ${shape.name}.${name} with array_contains, and no GIN index leads there`,
    related: relatedCalls(calls, `looks into ${name}`),
    fix: { title: `Add ${text}`, edits: addBlockAttribute(shape.block, text) },
  };
}

function pathFinding(model: Model, field: Field, lookups: readonly Lookup[]): Finding {
  const { name, node } = field.shape;
  const calls = callsOf(lookups);
  const paths = lookups.flatMap(({ terms }) =>
    terms.filter(({ of, path }) => of === field && path).map(({ path = [] }) => path.join(".")),
  );
  const why = hasGin(model, field)
    ? "which the GIN index does not answer"
    : "which no index of the schema can answer";
  return {
    at: node.name,
    message: `${countOf(calls, "compare")} ${[...new Set(paths)].join(", ")} inside ${model.shape.name}.${name}, ${why}`,
    related: relatedCalls(calls, `compares ${[...new Set(paths)].join(", ")}`),
  };
}
