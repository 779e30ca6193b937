/** What is asked of the embedded databases that explain queries, and what they answer. Shapes only. */
import type { ScaleLimits } from "../core/statistics/scale.ts";
import type { Statistics } from "../core/statistics/statistics.ts";
import type { ExplainServer } from "../database/explain-servers.ts";
import type { Connection } from "../engines/postgres-connection.ts";
import type { Build } from "./embedded-build.ts";

export type EmbeddedWish = {
  readonly build: Build;
  readonly statistics: GivenStatistics;
  /** Ends what has been begun for this wish, and nothing once it is open. */
  readonly signal?: AbortSignal;
};

export type GivenStatistics =
  /** Rows by `public.User`; tables that are not named get `assumedRows`. */
  | {
      readonly kind: "assumed";
      readonly rows: Readonly<Record<string, number>>;
      /** Settings to plan with; `usualSettings` otherwise. */
      readonly settings?: Readonly<Record<string, string>>;
      /** How text is sorted; otherwise as on most servers, by a language. */
      readonly collation?: string;
    }
  | { readonly kind: "given"; readonly statistics: Statistics };

export type FillingWish = EmbeddedWish & {
  /** Tables of the query, as `public.User`: they get the most rows. None: all tables. */
  readonly tables: readonly string[];
  readonly scale?: ScaleLimits;
  readonly onProgress?: (done: number, of: number) => void;
};

export type OpenedEmbedded = {
  readonly ok: true;
  /** For one question after the other; ended by its limits, then `open` gives a new one. */
  readonly connection: Connection;
  readonly server: ExplainServer;
  /** Rows of every table: assumed, read or really there. */
  readonly rows: Readonly<Record<string, number>>;
  /** What of the build is missing or stands in for something; for people. */
  readonly left: readonly string[];
  /** What of the statistics was not taken, or of the rows; for people. */
  readonly remarks: readonly string[];
};

export type OpenedFilled = OpenedEmbedded & {
  /** How many there would have been: those of `rows` are as many or fewer. */
  readonly assumed: Readonly<Record<string, number>>;
};

export type EmbeddedLimits = {
  /** Milliseconds: for making the tables, for a plan, for a run, until nobody is waited for. */
  readonly build: number;
  readonly plan: number;
  readonly run: number;
  readonly idle: number;
};

export const usualEmbeddedLimits: EmbeddedLimits = {
  build: 60_000,
  plan: 5_000,
  run: 60_000,
  idle: 300_000,
};
