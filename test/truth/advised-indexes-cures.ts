/**
 * What findings about plans tell one to make, and whether it helps: in rounds, for two indexes may
 * want the same name. Knows neither how databases are opened nor what is asked of them.
 */
import type { PlanVerdict } from "../../src/core/rules/plan-rule.ts";
import { defaultName } from "../../src/core/schema/names.ts";
import type { Schema } from "../../src/core/schema/resolve.ts";
import type { Asked } from "./advised-indexes-parts.ts";
import type { Judged } from "./advised-indexes-world.ts";

/** Lines for models, or statements. */
export type Cures = {
  readonly additions: readonly { readonly model: string; readonly attribute: string }[];
  readonly statements: readonly string[];
};

export const noCures: Cures = { additions: [], statements: [] };

/** What a finding tells one to make; nothing where it tells something else. */
export function curesIn({ addition, advice }: PlanVerdict): Cures {
  if (addition !== undefined) return { additions: [addition], statements: [] };
  const [statement] = /\bCREATE INDEX CONCURRENTLY .*$/.exec(advice) ?? [];
  if (statement !== undefined) return { additions: [], statements: [statement] };
  const [, lines = "", model = ""] = /\b[Aa]dd (@@index\(.*\)) to model (\w+)/.exec(advice) ?? [];
  const attributes = lines === "" ? [] : lines.split(/ and (?=@@)/);
  return { additions: attributes.map((attribute) => ({ model, attribute })), statements: [] };
}

/** Of the indexes in the database. */
export function namesIn(schema: Schema, verdict: PlanVerdict): string[] {
  return listed(curesIn(verdict)).map((cure) => nameOf(schema, cure));
}

export type Round = {
  readonly cures: Cures;
  readonly verdicts: ReadonlySet<PlanVerdict>;
};

/** Each verdict with all that it advises in one round. */
export function roundsOf(schema: Schema, verdicts: readonly PlanVerdict[]): Round[] {
  const rounds: { made: Map<string, Cure>; verdicts: Set<PlanVerdict> }[] = [];
  for (const verdict of verdicts) {
    const cures = listed(curesIn(verdict)).map((cure) => [nameOf(schema, cure), cure] as const);
    if (cures.length === 0) continue;
    let round = rounds.find(({ made }) =>
      cures.every(([name, cure]) => made.get(name)?.text === cure.text || !made.has(name)),
    );
    if (round === undefined) {
      round = { made: new Map(), verdicts: new Set() };
      rounds.push(round);
    }
    for (const [name, cure] of cures) round.made.set(name, cure);
    round.verdicts.add(verdict);
  }
  return rounds.map(({ made, verdicts: own }) => ({
    cures: together([...made.values()]),
    verdicts: own,
  }));
}

type Cure = { readonly model: string | undefined; readonly text: string };

function listed({ additions, statements }: Cures): Cure[] {
  return [
    ...additions.map(({ model, attribute }) => ({ model, text: attribute })),
    ...statements.map((text) => ({ model: undefined, text })),
  ];
}

function together(cures: readonly Cure[]): Cures {
  return {
    additions: cures.flatMap(({ model, text }) => (model ? [{ model, attribute: text }] : [])),
    statements: cures.flatMap(({ model, text }) => (model ? [] : [text])),
  };
}

/** Of the index in the database. */
function nameOf({ models }: Schema, { model, text }: Cure): string {
  const stated = /(?:map: |CONCURRENTLY )"((?:[^"\\]|""|\\.)+)"/.exec(text)?.[1];
  if (stated !== undefined) return stated;
  const found = models.find(({ shape }) => shape.name === model);
  const list = /\[(.*)\]/.exec(text)?.[1] ?? "";
  const names = list.replaceAll(/\((?:[^()]|\([^()]*\))*\)/g, "").split(/, ?/);
  const columns = names.map(
    (name) => found?.fields.find(({ shape }) => shape.name === name)?.shape.column ?? name,
  );
  return defaultName("idx", found?.shape.table ?? "", columns, "postgresql");
}

/** Those that ask for another query; an index may be needed too. */
const changing = /^(?:cast-hides-column|deep-offset)$/;

/** What is to be asked once the advice has been followed; undefined where that is not known. */
export function followed({ asked }: Judged, verdict: PlanVerdict): Asked | undefined {
  const isChanging =
    changing.test(verdict.rule) || verdict.advice.startsWith("Write the comparison");
  if (!isChanging) return asked;
  return asked.instead && { ...asked, ...asked.instead };
}

/** `cured`: it is no longer said; `cheaper`: it is, of a plan of half the cost or less. */
export type Outcome = "cured" | "cheaper" | "as before";

export function outcomeOf(before: Judged, after: Judged, { rule }: PlanVerdict): Outcome {
  const isChanged = before.asked !== after.asked;
  if (!after.verdicts.some((one) => one.rule === rule)) {
    // Another query may return more rows: PostgreSQL knows nothing of what comes out of a cast.
    return isChanged || after.cost < before.cost ? "cured" : "as before";
  }
  return after.cost <= before.cost / 2 ? "cheaper" : "as before";
}
