/** A table that goes lets go of its parents first, one at a time. */

import { foreignKeysOf, foreignKeysTo } from "../sql/lookup.ts";
import { quoted } from "../sql/write-name.ts";
import { migration } from "./safe-indexes.ts";
import { type Place, plainTable, type SafePlan, stepsOf } from "./safe-plan.ts";
import { pathOfKey } from "./write-sql.ts";

/** DROP TABLE takes ACCESS EXCLUSIVE of every table that it references, of all at the same time. */
export function tableWithoutKeys(place: Place): SafePlan[] {
  const { report } = place;
  const [step, ...more] = stepsOf(report, "drop-table");
  const [name, ...others] = step?.tables ?? [];
  if (step === undefined || name === undefined || more.length + others.length > 0) return [];
  const found = plainTable(place, name);
  if (found === undefined || step.cascade || report.transaction.isExplicit) return [];
  const { key, table } = found;
  const keys = foreignKeysOf(table).filter(({ target }) => target !== key);
  const targets = new Set(keys.map(({ target }) => target));
  const isPointedAt = foreignKeysTo(report.before, key).some((one) => one.table !== key);
  if (targets.size < 2 || isPointedAt) return [];
  return [
    {
      title: `Drop the ${keys.length} foreign keys of ${table.name} first, each in a migration of its own`,
      rule: "table-dropped",
      statement: report.index,
      instead: new Map([[report.index, ""]]),
      following: [
        ...keys.map((one) =>
          migration(
            `drop_${one.name}`,
            `-- DropForeignKey\nALTER TABLE ${pathOfKey(key)} DROP CONSTRAINT ${quoted(one.name)};\n`,
          ),
        ),
        migration(`drop_${table.name}`, `-- DropTable\n${report.statement.text};\n`),
      ],
      remarks: [],
      late: { kind: "column", names: [key] },
    },
  ];
}
