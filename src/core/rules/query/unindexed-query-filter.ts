/** Columns that the code filters or sorts by and no index begins with. */
import type { Finding, Rule } from "../../lint/rule.ts";
import { addBlockAttribute } from "../../schema/edit.ts";
import { speaksPostgres } from "../../schema/model.ts";
import type { Field, Model } from "../../schema/resolve.ts";
import { canFollow, canLead, isServed, isSorted, sortColumn } from "../lookup.ts";
import type { Lookup, QueriedModel, Term } from "../queried-model.ts";
import { relatedCalls } from "./related-calls.ts";

export const unindexedQueryFilter: Rule<QueriedModel> = {
  name: "unindexed-query-filter",
  severity: "info",
  summary: "The code filters or sorts by a column that no index begins with",
  why: `Where no index leads to the rows, PostgreSQL reads the whole table for each call and throws away what does not match. For the first rows of a sort it reads the whole table as well, and keeps the few that come first. With a thousand rows nobody notices. The time grows with the table, so the call that took a millisecond in the first month takes seconds in the third year, and it also pushes other tables out of the cache.

The calls are read from the code of the workspace, without running it. A call counts when its filter is known in full and nothing else in it leads to few rows: not a key, not a foreign key, not another index. A Boolean, a small enum, or a comparison with a fixed word is no reason for an index on its own. Tests, seeds and scripts are left out.

The fix puts the columns that are compared with a value first, those shared by most calls before the others, and a range or the sort behind them. Each index costs a little on every insert: for a table that stays small, or a call that runs once a night, ignore the rule and say so.`,
  examples: [
    {
      code: `
        export function latestOf(email: string) {
          return prisma.order.findMany({
            where: { email },
            orderBy: { placedAt: "desc" },
            take: 10,
          });
        }
      `,
      bad: `
        model Order {
          id       Int      @id
          email    String
        //^^^^^
          placedAt DateTime
        }
      `,
      fixed: `
        model Order {
          id       Int      @id
          email    String
          placedAt DateTime

          @@index([email, placedAt])
        }
      `,
    },
    {
      code: `
        export function openOf(customerId: number) {
          return prisma.order.findMany({ where: { customerId, status: "OPEN" } });
        }
      `,
      good: `
        model Order {
          id         Int    @id
          customerId Int
          status     String

          @@index([customerId])
        }
      `,
    },
  ],
  *check({ model, lookups }) {
    if (!speaksPostgres(model.settings.provider)) return;
    const all = callsOf(lookups.filter(({ terms, top }) => terms.length > 0 || top.length > 0));
    for (const group of groupsOf(model, lookups)) yield finding(model, group, all.length);
  },
};

/** The lookups that one index would serve. */
type Group = {
  readonly columns: readonly Field[];
  readonly lookups: readonly Lookup[];
  readonly isSort: boolean;
};

/** No index gets more columns than this. */
const mostColumns = 3;

function groupsOf(model: Model, lookups: readonly Lookup[]): Group[] {
  const open = lookups.filter(({ isNarrowed, terms }) => !isNarrowed && !isServed(model, terms));
  const leads = canLead(model);
  const filtered = open.filter(({ terms }) => terms.some(leads));
  const sorted = open.filter((lookup) => !filtered.includes(lookup) && isTopOfAll(model, lookup));
  return [...filterGroups(model, filtered), ...sortGroups(model, sorted)];
}

/** The column that most lookups share comes first, and takes all of them along. */
function filterGroups(model: Model, lookups: readonly Lookup[]): Group[] {
  const leads = canLead(model);
  const groups: Group[] = [];
  let rest = lookups;
  while (rest.length > 0) {
    const lead = mostShared(
      rest.map(({ terms }) => terms.filter(leads).map(({ of }) => of)),
      model,
    );
    if (lead === undefined) break;
    const own = rest.filter(({ terms }) => terms.some((term) => term.of === lead && leads(term)));
    groups.push({ columns: columnsFor(model, lead, own), lookups: own, isSort: false });
    rest = rest.filter((lookup) => !own.includes(lookup));
  }
  return groups;
}

/** Behind the first column, those that more than half of the lookups ask for. */
function columnsFor(model: Model, lead: Field, lookups: readonly Lookup[]): Field[] {
  const columns = [lead];
  const add = (candidates: (lookup: Lookup) => Field[]) => {
    const lists = lookups.map((one) => candidates(one).filter((field) => !columns.includes(field)));
    const field = mostShared(lists, model);
    const holders = lists.filter((list) => field && list.includes(field)).length;
    if (!field || holders * 2 <= lookups.length || columns.length >= mostColumns) return false;
    columns.push(field);
    return true;
  };
  while (add(({ terms }) => terms.filter(canFollow).map(({ of }) => of)));
  add((lookup) => {
    const range = lookup.terms.filter(isRange).map(({ of }) => of);
    return range.length > 0 ? range : [sortColumn(model, lookup.top) ?? []].flat();
  });
  return columns;
}

function isRange({ kind, isSure, of }: Term): boolean {
  return kind === "range" && isSure && of.kind === "scalar" && of.shape.typeName !== "Json";
}

/** The field in most of the lists; of several, the one that the model declares first. */
function mostShared(lists: readonly (readonly Field[])[], { fields }: Model): Field | undefined {
  const counts = new Map<Field, number>();
  for (const list of lists) {
    for (const field of new Set(list)) counts.set(field, (counts.get(field) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return fields.find((field) => counts.get(field) === most);
}

/** Whether the first rows of more or less the whole table are wanted. */
function isTopOfAll(model: Model, { terms, top }: Lookup): boolean {
  const isWide = terms.every((term) => term.kind === "null" || canFollow(term));
  return isWide && sortColumn(model, top) !== undefined && !isSorted(model, terms, top);
}

/** One index for each column that is sorted by, behind what all its lookups compare with. */
function sortGroups(model: Model, lookups: readonly Lookup[]): Group[] {
  const sorts = new Set(lookups.flatMap(({ top }) => sortColumn(model, top) ?? []));
  return [...sorts].map((sort) => {
    const own = lookups.filter(({ top }) => sortColumn(model, top) === sort);
    const shared = model.fields.filter((field) =>
      own.every(({ terms }) => terms.some((term) => term.of === field && term.kind === "equals")),
    );
    const fixed = shared.filter((field) => field !== sort).slice(0, mostColumns - 1);
    return { columns: [...fixed, sort], lookups: own, isSort: true };
  });
}

function callsOf(lookups: readonly Lookup[]): Lookup["call"][] {
  return [...new Set(lookups.map(({ call }) => call))];
}

function finding({ shape }: Model, group: Group, all: number): Finding {
  const { columns, lookups, isSort } = group;
  const names = columns.map((column) => column.shape.name);
  const calls = callsOf(lookups);
  const text = `@@index([${names.join(", ")}])`;
  const many = calls.length > 1;
  const queries = many ? `${calls.length} queries` : "A query";
  const [first] = columns;
  const sort = columns.at(-1)?.shape.name;
  const message = isSort
    ? `${queries} ${many ? "take" : "takes"} the first rows of ${shape.name} by ${sort}, and no index holds that order`
    : `${queries} ${many ? "filter" : "filters"} ${shape.name} by ${names[0]}, and no index begins with it`;
  const served = `serves ${calls.length} of ${all} ${all === 1 ? "query" : "queries"}`;
  return {
    at: first?.shape.node.name ?? shape.block.name,
    message,
    related: relatedCalls(calls, isSort ? `sorts by ${sort}` : `filters by ${names[0]}`),
    fix: { title: `Add ${text}: ${served}`, edits: addBlockAttribute(shape.block, text) },
  };
}
