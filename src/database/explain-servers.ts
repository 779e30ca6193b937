/** Which servers answer EXPLAIN in the form that is read here. Knows what a server is, asks nothing. */
import type { Refusal } from "../engines/postgres-connection.ts";
import type { ServerFacts } from "./server-facts.ts";

/** What is needed of a server; `name` is what it calls itself. */
export type ExplainServer = Pick<ServerFacts, "postgres" | "name" | "isOther">;

/** The first version whose EXPLAIN tells settings. */
const oldest = 12;

/**
 * Undefined where plans can be read. Servers that are built from PostgreSQL and keep its planner
 * (YugabyteDB, Greenplum 7) are let through: what they add to a plan is passed over.
 */
export function unreadablePlans({ postgres, name, isOther }: ExplainServer): Refusal | undefined {
  const other = isOther ? others.find(({ sign }) => sign.test(name)) : undefined;
  if (other !== undefined) {
    return refusal(`${other.name} has its own EXPLAIN: ${other.difference} is not understood here`);
  }
  if (postgres < oldest) {
    const called = isOther ? `${name} (PostgreSQL ${postgres})` : name;
    return refusal(`${called} is too old: plans are read from PostgreSQL ${oldest} on`);
  }
  return undefined;
}

/** From the documentation of each server's EXPLAIN. */
const others = [
  {
    sign: /^CockroachDB/,
    name: "CockroachDB",
    difference: "its EXPLAIN (DISTSQL, JSON) describes processors instead of plan nodes and",
  },
  {
    sign: /^Redshift/,
    name: "Redshift",
    difference: "it tells plans as text only, with distribution steps, which",
  },
  {
    sign: /^(RisingWave|Materialize|CrateDB|QuestDB|Vertica|Dolt\w*)/i,
    name: "This server",
    difference: "its plan is not one of PostgreSQL's planner and",
  },
] as const;

function refusal(message: string): Refusal {
  return { ok: false, code: "0A000", message };
}
