/** What the harness says to the person in front of it: progress, traces, and troubles with a way out. */

export function progress(text: string): void {
  console.log(`[host] ${text}`);
}

/** Details for whoever debugs the harness itself (ARCHITECT_TRACE=1). */
export function trace(text: string): void {
  if (process.env.ARCHITECT_TRACE) console.error(`[trace] ${text}`);
}

/** A failure of the surroundings, which reads as: what happened, why, what to do next. */
export class Trouble extends Error {
  constructor(what: string, why: string, next: string) {
    super(`${what}\n  Why:  ${why}\n  Next: ${next}`);
    this.name = "Trouble";
  }
}

/** A trouble needs no stack trace: the reader can do nothing with it. */
export function tell(error: unknown): string {
  if (error instanceof Trouble) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function seconds(since: number): string {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
