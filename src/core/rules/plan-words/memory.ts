/**
 * The memory that a sort or a hash may take before it writes to disk: what is set, and what would
 * be enough. Knows PostgreSQL's defaults.
 */
import type { PlanSubject } from "../plan-rule.ts";
import { kilobytesIn, roomFor, size } from "./numbers.ts";

/** kB that one sort may take: work_mem, 4 MB where EXPLAIN (SETTINGS) does not say otherwise. */
export function workMemory({ plan }: PlanSubject): number {
  return kilobytesIn(plan.settings.work_mem ?? "") ?? 4096;
}

/** kB that one hash may take: 2 times as much since PostgreSQL 15, and since 13 as is set. */
export function hashMemory(subject: PlanSubject): number {
  const stated = Number(subject.plan.settings.hash_mem_multiplier);
  const multiplier = stated > 0 ? stated : subject.postgres >= 15 ? 2 : 1;
  return workMemory(subject) * multiplier;
}

/**
 * `SET LOCAL work_mem = '64MB'` for what took so many kB on disk. In memory the same rows take more
 * room, as PostgreSQL's documentation says of sorts; 64 bytes more for each row of 50 make it a
 * little over twice as much.
 */
export function enoughMemory(subject: PlanSubject, onDisk: number): string {
  const wanted = Math.max(onDisk * 2.5, workMemory(subject) * 2);
  return `SET LOCAL work_mem = '${roomFor(wanted)}' in a transaction of this query (it is ${size(workMemory(subject))} now)`;
}
