/** An embedded database as something that queries can be explained on. */
import type { Schema } from "../core/schema/resolve.ts";
import type { EmbeddedExplainer } from "../explain/embedded.ts";
import type { Build } from "../explain/embedded-build.ts";
import { explainOn } from "../explain/explain.ts";
import { parameterTypes } from "../explain/parameter-types.ts";
import { mayExplain } from "../explain/policy.ts";
import type { AssumedRows, TargetLine } from "../protocol/plans.ts";
import type { OpenWish, Target, TargetOrNot } from "./explain-target.ts";

export type EmbeddedParts = {
  readonly explainer: EmbeddedExplainer;
  readonly build: Build;
  /** Stated, or estimated by a connected database: `public.User`. */
  readonly rows: ReadonlyMap<string, number>;
  readonly schema: Schema | undefined;
};

export async function embeddedTarget(
  line: TargetLine,
  { explainer, build, rows, schema }: EmbeddedParts,
  { mode, tables, signal, onProgress }: OpenWish,
): Promise<TargetOrNot> {
  const wish = {
    build,
    statistics: { kind: "assumed" as const, rows: Object.fromEntries(rows) },
    signal,
  };
  const filling = (done: number, of: number) => onProgress(`Filling the tables: ${done} of ${of}`);
  const filled =
    mode === "run"
      ? await explainer.openFilled({ ...wish, tables, onProgress: filling })
      : undefined;
  const opened = filled ?? (await explainer.open(wish));
  if (!opened.ok) {
    return { ok: false, line, reason: opened.message, hint: opened.hint ?? "" };
  }
  const { connection, server } = opened;
  const assumed = filled?.ok ? filled.assumed : opened.rows;
  const target: Target = {
    line: { ...line, title: `Embedded ${server.name}` },
    postgres: server.postgres,
    notes: [
      ...opened.left,
      ...opened.remarks,
      ...(filled ? scaledNotes(opened.rows, assumed, tables) : []),
    ],
    async judge(gate, wanted) {
      const there = { kind: "embedded", label: undefined, isTrusted: true } as const;
      return mayExplain(gate, there, wanted, { functions: undefined, affected: undefined });
    },
    async parameterTypes(sql) {
      const answer = await parameterTypes(connection, sql);
      return answer.ok ? answer.types : [];
    },
    async explain(asked) {
      // Nothing else stops a statement there.
      const stop = () => void explainer.stop();
      signal.addEventListener("abort", stop, { once: true });
      const answer = await explainOn(connection, server, asked);
      signal.removeEventListener("abort", stop);
      return answer;
    },
    assumedFor: (names) =>
      names.flatMap((name): AssumedRows[] => {
        const count = assumed[name];
        if (count === undefined) return [];
        return [
          { table: name, model: modelOf(name, schema), rows: count, isDefault: !rows.has(name) },
        ];
      }),
  };
  return { ok: true, target };
}

function modelOf(table: string, schema: Schema | undefined): string | undefined {
  return schema?.models.find(
    ({ shape }) => `${shape.dbSchema ?? "public"}.${shape.table}` === table,
  )?.shape.name;
}

type Rows = Readonly<Record<string, number>>;

/** What was run often had fewer rows than were assumed. */
function scaledNotes(rows: Rows, assumed: Rows, tables: readonly string[]): string[] {
  const made = tables.flatMap((table) => {
    const [there, wanted] = [rows[table], assumed[table]];
    if (there === undefined || wanted === undefined) return [];
    const short = table.replace(/^public\./, "");
    const instead = there < wanted ? ` instead of ${shown(wanted)}` : "";
    return [`${shown(there)} in ${short}${instead}`];
  });
  return made.length === 0 ? [] : [`It ran on rows that were made up: ${made.join(", ")}`];
}

function shown(count: number): string {
  return count.toLocaleString("en");
}
