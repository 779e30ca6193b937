/** Plans as core reads them, each text once: the same ones come again with every page. */
import { measure } from "../../core/plan/measure.ts";
import { readPlan } from "../../core/plan/read-plan.ts";
import type { Read } from "./desk.ts";

export type ReadOrNot =
  | ({ readonly ok: true } & Read)
  | { readonly ok: false; readonly reason: string };

/** The one that is shown, the one that it is compared with, and those before them. */
const mostKept = 4;

const kept = new Map<string, ReadOrNot>();

export function read(json: string): ReadOrNot {
  const known = kept.get(json);
  if (known) return known;
  const made = readNow(json);
  kept.set(json, made);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return made;
}

function readNow(json: string): ReadOrNot {
  const plan = readPlan(json);
  if (!plan.ok) return plan;
  return { ok: true, plan: plan.plan, measured: measure(plan.plan) };
}
