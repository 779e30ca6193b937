/**
 * Rows that are there get a value batch by batch: a script that is run by hand, since Prisma would
 * run it as one transaction. Knows nothing of why the value is needed.
 */
import { literal } from "../sql/write-name.ts";
import type { PlannedStep } from "./safe-plan.ts";

/** Stands where only people know the value. While it does, the script changes nothing. */
export const valueToFill = "NULL /* replace this NULL with the value of old rows */";

/** Pages of 8 kB that one round looks at: 4 MB. */
const pages = 500;

/**
 * Goes through the table once from its beginning to its end, by pages, so that each round costs
 * the same; each commits. New rows and rows that move come last. May be run again.
 *
 * `table`, `set` and `where` are SQL; `name` is what the script is called, without `.sql`.
 */
export function backfillScript(
  name: string,
  { table, set, where }: { readonly table: string; readonly set: string; readonly where: string },
): PlannedStep {
  const sql = `-- Run this by hand before the next migration, for example with psql, outside of a transaction.
-- Each round commits by itself: it may be stopped and started again at any time.
DO $$
DECLARE
  page bigint := 0;
BEGIN
  WHILE page < pg_relation_size(${literal(table)}) / current_setting('block_size')::bigint LOOP
    UPDATE ${table} SET ${set}
    WHERE ${where}
      AND ctid >= format('(%s,0)', page)::tid AND ctid < format('(%s,0)', page + ${pages})::tid;
    COMMIT;
    page := page + ${pages};
  END LOOP;
END
$$;
`;
  return { name, sql, kind: "script", effect: `UPDATE ${table} SET ${set} WHERE ${where}` };
}
