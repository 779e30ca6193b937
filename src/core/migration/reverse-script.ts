/** A script that takes something back while it is written: statements, and what is to be said. */

/** What one statement takes to be undone. Texts are noun phrases or clauses, without a full stop. */
export type Undoing = {
  /** Statements with Prisma's word above them (`DropTable`), in the order in which they run. */
  readonly pieces: readonly Piece[];
  /** What is gone after it, or stays gone: `the values of "User"."name"`. */
  readonly losses: readonly string[];
  /** When the rows that are there do not let it pass: `a row of "User" holds no "name"`. */
  readonly fails: readonly string[];
  /** Why something of it cannot be undone. */
  readonly refused: readonly string[];
};

export type Piece = { readonly label: string; readonly sql: string };

export type Draft = {
  readonly pieces: Piece[];
  readonly losses: string[];
  readonly fails: string[];
  readonly refused: string[];
};

export function openUndoing(): Draft {
  return { pieces: [], losses: [], fails: [], refused: [] };
}

export function refusal(reason: string): Undoing {
  return { ...openUndoing(), refused: [reason] };
}

export const nothing: Undoing = openUndoing();

/** The second runs behind the first. */
export function joined(all: readonly Undoing[]): Undoing {
  return {
    pieces: all.flatMap(({ pieces }) => pieces),
    losses: unique(all.flatMap(({ losses }) => losses)),
    fails: unique(all.flatMap(({ fails }) => fails)),
    refused: unique(all.flatMap(({ refused }) => refused)),
  };
}

export function unique<Thing>(things: readonly Thing[]): readonly Thing[] {
  return [...new Set(things)];
}
