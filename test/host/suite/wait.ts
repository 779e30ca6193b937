/** Waiting for a state instead of for time to pass. */
import { inspect } from "node:util";

export type Waiting<Seen> = {
  /** When what was seen is enough. Anything truthy, if left out. */
  readonly until?: (seen: Seen) => boolean;
  /** In milliseconds. */
  readonly timeout?: number;
};

const lookEvery = 50;

/**
 * Looks again and again until it sees what it waits for, and answers that.
 * The error says what was awaited and what was there instead; a look that throws counts as not there yet.
 */
export async function waitFor<Seen>(
  what: string,
  look: () => Seen | Promise<Seen>,
  { until = Boolean, timeout = 20_000 }: Waiting<Seen> = {},
): Promise<NonNullable<Seen>> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const sight = await attempt(look);
    if (sight.ok && until(sight.seen)) return sight.seen as NonNullable<Seen>;
    if (Date.now() > deadline) {
      const instead = sight.ok
        ? inspect(sight.seen, { depth: 3, breakLength: 100 })
        : String(sight.error);
      throw new Error(`Waited ${timeout / 1000} s for ${what}. Instead there was: ${instead}`);
    }
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
}

type Sight<Seen> =
  | { readonly ok: true; readonly seen: Seen }
  | { readonly ok: false; readonly error: unknown };

async function attempt<Seen>(look: () => Seen | Promise<Seen>): Promise<Sight<Seen>> {
  try {
    return { ok: true, seen: await look() };
  } catch (error) {
    return { ok: false, error };
  }
}
