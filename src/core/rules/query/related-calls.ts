/** Calls of Prisma Client as places that a finding points at. */
import type { Related } from "../../lint/rule.ts";
import type { PlacedCall } from "../../query/call.ts";

/** Nobody walks through more of them; the message has the number. */
const mostShown = 10;

/** `what` says what the calls do: "filters by email". */
export function relatedCalls(calls: readonly PlacedCall[], what: string): Related[] {
  return calls.slice(0, mostShown).map(({ place, delegate, method }) => ({
    place,
    message: `${delegate}.${method} ${what}`,
  }));
}
