/**
 * What each node of a plan took by itself, where a plan was run: EXPLAIN tells times with those of
 * the children in them, per loop, and of all processes of a parallel plan. Shapes for now.
 */

/** One node; milliseconds of the clock on the wall, over all of its loops. */
export type Measured = {
  /** With all that it waited for below. Undefined where no times were taken. */
  readonly time: number | undefined;
  /** Without what was spent below: never negative, and those of all nodes add up to the root's time. */
  readonly ownTime: number | undefined;
  /** 0 to 1 of the root's time. */
  readonly share: number | undefined;
  /** All rows of all loops and processes; undefined where it was not run. */
  readonly rows: number | undefined;
  /** What was estimated for as many loops. */
  readonly expectedRows: number;
  /** How many times more or fewer rows came than expected, at least 1; undefined where it was never run. */
  readonly error: number | undefined;
  readonly isUnderestimated: boolean;
  /** Cost without that of the children; at least 0. */
  readonly ownCost: number;
  /** Blocks read and found by itself. */
  readonly ownBuffers: { readonly hit: number; readonly read: number; readonly temp: number };
  readonly isNeverExecuted: boolean;
};
