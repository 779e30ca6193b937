/** What a rule about plans looks at, and what it says beyond what every rule does. */
import type { RuleText, Severity } from "../lint/rule.ts";
import type { Measured } from "../plan/measure.ts";
import type { Plan } from "../plan/plan.ts";
import type { Schema } from "../schema/resolve.ts";

export type PlanSubject = {
  readonly plan: Plan;
  /** By a node's index. */
  readonly measured: readonly Measured[];
  /** The Prisma schema of the query's database, for advice in its words. */
  readonly schema: Schema | undefined;
  /** The statement that was explained. */
  readonly sql: string;
  /** Major version of the server. */
  readonly postgres: number;
};

export type PlanFinding = {
  /** The node it is about. */
  readonly node: number;
  /** What is so, with names and numbers as the user knows them; no full stop. */
  readonly message: string;
  /** What to change, in Prisma's terms where there are any: `Add @@index([userId]) to model Order`. */
  readonly advice: string;
  /** The line to add to a model, where the advice is one: `@@index([userId])`. */
  readonly addition?: { readonly model: string; readonly attribute: string };
  /** 0 to 1: which share of the query's time or cost it concerns; orders findings of one severity. */
  readonly weight: number;
};

export type PlanRule = RuleText & { check(subject: PlanSubject): Iterable<PlanFinding> };

/** A finding with its rule's name, as loud as the configuration says. */
export type PlanVerdict = PlanFinding & { readonly rule: string; readonly severity: Severity };
