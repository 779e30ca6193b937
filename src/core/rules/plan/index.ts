/** The list of rules about plans, the most certain first. To add one: its file, a line here, its test. */
import type { PlanRule } from "../plan-rule.ts";
import { aggregateSpilledToDisk } from "./aggregate-spilled-to-disk.ts";
import { allRowsSortedForFew } from "./all-rows-sorted-for-few.ts";
import { castHidesColumn } from "./cast-hides-column.ts";
import { correlatedSubplan } from "./correlated-subplan.ts";
import { deepOffset } from "./deep-offset.ts";
import { disabledPlanNode } from "./disabled-plan-node.ts";
import { foreignKeyCheckWithoutIndex } from "./foreign-key-check-without-index.ts";
import { foreignKeyLookupWithoutIndex } from "./foreign-key-lookup-without-index.ts";
import { functionHidesColumn } from "./function-hides-column.ts";
import { hashSpilledToDisk } from "./hash-spilled-to-disk.ts";
import { heapFetchesInIndexOnlyScan } from "./heap-fetches-in-index-only-scan.ts";
import { indexScanDiscardsRows } from "./index-scan-discards-rows.ts";
import { jitDominates } from "./jit-dominates.ts";
import { joinFilterDiscardsRows } from "./join-filter-discards-rows.ts";
import { keptRowsReadOverAndOver } from "./kept-rows-read-over-and-over.ts";
import { lossyBitmap } from "./lossy-bitmap.ts";
import { nestedLoopOverManyRows } from "./nested-loop-over-many-rows.ts";
import { planningOutlastsExecution } from "./planning-outlasts-execution.ts";
import { relationJoinedRowByRow } from "./relation-joined-row-by-row.ts";
import { rowEstimateOff } from "./row-estimate-off.ts";
import { searchInsideJson } from "./search-inside-json.ts";
import { searchInsideList } from "./search-inside-list.ts";
import { searchInsideText } from "./search-inside-text.ts";
import { sequentialScanForFewRows } from "./sequential-scan-for-few-rows.ts";
import { sortSpilledToDisk } from "./sort-spilled-to-disk.ts";
import { tempFileTraffic } from "./temp-file-traffic.ts";
import { unboundedResult } from "./unbounded-result.ts";
import { wideResult } from "./wide-result.ts";
import { workersNotLaunched } from "./workers-not-launched.ts";

export const planRules: readonly PlanRule[] = [
  foreignKeyLookupWithoutIndex,
  foreignKeyCheckWithoutIndex,
  searchInsideList,
  searchInsideJson,
  searchInsideText,
  castHidesColumn,
  functionHidesColumn,
  indexScanDiscardsRows,
  sequentialScanForFewRows,
  allRowsSortedForFew,
  deepOffset,
  unboundedResult,
  wideResult,
  correlatedSubplan,
  relationJoinedRowByRow,
  joinFilterDiscardsRows,
  keptRowsReadOverAndOver,
  nestedLoopOverManyRows,
  rowEstimateOff,
  sortSpilledToDisk,
  hashSpilledToDisk,
  aggregateSpilledToDisk,
  tempFileTraffic,
  lossyBitmap,
  heapFetchesInIndexOnlyScan,
  jitDominates,
  planningOutlastsExecution,
  workersNotLaunched,
  disabledPlanNode,
];
