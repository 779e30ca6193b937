/** All that the code of a project asks, by the name in front of the method. */
import type { PlacedCall } from "./call.ts";

/** `user` for the model `User`. */
export type QueryEvidence = { readonly byDelegate: ReadonlyMap<string, readonly PlacedCall[]> };

/** How Prisma Client calls a model. */
export function delegateOf(model: string): string {
  return model.slice(0, 1).toLowerCase() + model.slice(1);
}

/** The evidence of a list of calls. What is as it was `before` stays the same list. */
export function evidenceOf(calls: readonly PlacedCall[], before?: QueryEvidence): QueryEvidence {
  const byDelegate = new Map<string, PlacedCall[]>();
  for (const call of calls) {
    const same = byDelegate.get(call.delegate);
    if (same) same.push(call);
    else byDelegate.set(call.delegate, [call]);
  }
  const kept = new Map<string, readonly PlacedCall[]>(byDelegate);
  for (const [delegate, now] of byDelegate) {
    const known = before?.byDelegate.get(delegate);
    const stands = known?.length === now.length && now.every((call, at) => call === known[at]);
    if (known && stands) kept.set(delegate, known);
  }
  return { byDelegate: kept };
}
