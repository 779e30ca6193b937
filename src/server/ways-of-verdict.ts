/** Which safe ways belong to what is said about a statement. */
import type { SafeWay } from "../core/migration/safe-way.ts";
import type { MigrationVerdict } from "../core/rules/check-migration.ts";

/** Those that answer a verdict, or what else is said of the same statement. */
export function waysOf(
  { statement, rule, also }: MigrationVerdict,
  ways: readonly SafeWay[],
): readonly SafeWay[] {
  const rules = new Set([rule, ...also.map((one) => one.rule)]);
  return ways.filter((way) => way.statement === statement && rules.has(way.rule));
}

/** As the light bulb calls them. */
export function titlesOf(verdict: MigrationVerdict, ways: readonly SafeWay[]): readonly string[] {
  return waysOf(verdict, ways).map(({ title }) => title);
}
