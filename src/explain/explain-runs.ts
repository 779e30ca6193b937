/** A statement run several times: which of its plans is shown, and how long each run took. */
import type { Refusal, Rows } from "../engines/postgres-connection.ts";
import type { Explained } from "./explained.ts";

export type Run = { readonly json: string; readonly time: number };

/**
 * `once` runs it and undoes what it wrote. More than one run is preceded by one that is not counted,
 * so that none of them pays for cold caches. The plan is that of the median run, of the two in the
 * middle the faster.
 */
export async function runTimes(
  times = 1,
  options: string,
  once: () => Promise<Rows | Refusal>,
): Promise<Explained | Refusal> {
  const runs: Run[] = [];
  const notices = new Set<string>();
  const isWarmed = times > 1;
  const all = isWarmed ? Math.min(times, mostRuns) + 1 : 1;
  for (let count = 0; count < all; count++) {
    const answer = await once();
    if (!answer.ok) return answer;
    for (const notice of answer.notices) notices.add(notice);
    if (isWarmed && count === 0) continue;
    const run = runOf(answer);
    if (run === undefined) return unreadable;
    runs.push(run);
  }
  const json = median(runs)?.json ?? "";
  const executionTimes = runs.map(({ time }) => time);
  return { ok: true, json, options, isGeneric: false, executionTimes, notices: [...notices] };
}

/** Enough for a 99th percentile that is one of the runs, and not only the slowest. */
const mostRuns = 1_000;

function median(runs: readonly Run[]): Run | undefined {
  const sorted = [...runs].sort((a, b) => a.time - b.time);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function runOf({ rows }: Rows): Run | undefined {
  const json = rows[0]?.[0];
  if (typeof json !== "string") return undefined;
  const time = executionTime(json);
  return time === undefined ? undefined : { json, time };
}

/** In milliseconds. It stands near the end, behind all nodes, whose texts may say anything. */
function executionTime(json: string): number | undefined {
  try {
    const [first] = JSON.parse(json) as { readonly "Execution Time"?: unknown }[];
    const time = first?.["Execution Time"];
    return typeof time === "number" ? time : undefined;
  } catch {
    return undefined;
  }
}

const unreadable: Refusal = {
  ok: false,
  code: "0A000",
  message: "The server's answer to EXPLAIN is not one of PostgreSQL's",
};
