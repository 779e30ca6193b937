/**
 * What a linter states about the locks and rewrites of a statement, and whether a server agreed.
 * Only what is stated counts: nobody is blamed here for what he does not say.
 */
import { type LockMode, lockModes } from "../../src/core/sql/step.ts";

/** Something stated about one statement. */
export type Claim = {
  /** Where it comes from: a rule, or a kind of step. */
  readonly rule: string;
  /** Bare name of the table it is about; undefined when none is named: the strongest lock of all. */
  readonly table: string | undefined;
  /** One of these modes; undefined for a claim about a rewrite only. */
  readonly modes: readonly LockMode[] | undefined;
  readonly isRewritten: boolean;
};

/** What the statement did, as `main.ts` writes it. */
export type Seen = {
  readonly locks: readonly SeenLock[];
  readonly rewrites: readonly { readonly name: string; readonly kind: string }[];
};

export type SeenLock = {
  readonly name: string;
  /** As in pg_class: r, p, v, m, i, I, S. */
  readonly kind: string;
  readonly created?: boolean;
  readonly mode: LockMode;
};

/** `own`: about what the statement makes itself, or what only its session sees: nobody waits. */
export type Judgement =
  | { readonly is: "right" | "own" }
  | { readonly is: "wrong"; readonly how: string };

/**
 * `isOneOfMany`: the statement does several things, and a stronger lock than the one claimed may
 * come from another of them.
 */
export function judge(claim: Claim, seen: Seen, isOneOfMany: boolean): Judgement {
  const strongest = strongestOf(claim.table, seen);
  const { modes } = claim;
  if (strongest === undefined) {
    // Without any lock: a temporary table, or IF EXISTS that found nothing to do.
    const isOwn =
      seen.locks.length === 0 ||
      seen.locks.some(({ name, created }) => created === true && (claim.table ?? name) === name);
    const told = modes?.join(" or ") ?? "a rewrite";
    return isOwn ? { is: "own" } : { is: "wrong", how: `${claim.rule}: ${told}, took none` };
  }
  if (modes !== undefined && !modes.includes(strongest)) {
    const isMore = modes.every((mode) => strength(mode) < strength(strongest));
    if (!(isMore && isOneOfMany)) {
      return { is: "wrong", how: `${claim.rule}: ${modes.join(" or ")}, took ${strongest}` };
    }
  }
  const isRewritten = seen.rewrites.some(
    ({ name, kind }) => isTable(kind) && (claim.table === undefined || name === claim.table),
  );
  if (claim.isRewritten && !isRewritten) {
    return { is: "wrong", how: `${claim.rule}: a rewrite, none was seen` };
  }
  return { is: "right" };
}

function strongestOf(table: string | undefined, { locks }: Seen): LockMode | undefined {
  return locks
    .filter(({ name, kind, created }) =>
      created === true ? false : table === undefined ? isTable(kind) : name === table,
    )
    .map(({ mode }) => mode)
    .toSorted((a, b) => strength(b) - strength(a))[0];
}

function isTable(kind: string): boolean {
  return kind === "r" || kind === "p" || kind === "m" || kind === "v";
}

function strength(mode: LockMode): number {
  return lockModes.indexOf(mode);
}

/** Of one tool over all statements. */
export class Tally {
  statements = 0;
  claims = 0;
  wrong = 0;
  own = 0;
  /** How often each kind of wrong claim was made. */
  readonly how = new Map<string, number>();

  add(claims: readonly Claim[], seen: Seen, isOneOfMany: boolean): void {
    const judged = claims.map((claim) => judge(claim, seen, isOneOfMany));
    this.statements += judged.some(({ is }) => is !== "own") ? 1 : 0;
    for (const one of judged) {
      if (one.is === "own") this.own++;
      else this.claims++;
      if (one.is !== "wrong") continue;
      this.wrong++;
      this.how.set(one.how, (this.how.get(one.how) ?? 0) + 1);
    }
  }
}
