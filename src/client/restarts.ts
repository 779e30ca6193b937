/** What becomes of the connection when the language server breaks: another server, unless it breaks again and again. */
import { CloseAction, ErrorAction, type ErrorHandler } from "vscode-languageclient/node";

/** So many ends in so many milliseconds are no accident any more. */
const mostEnds = 5;
const within = 3 * 60_000;

/**
 * Messages that were on their way to a server that has died fail one by one. The client's own handler
 * takes a few of them for a reason to give up, before the end that starts another one is noticed.
 */
export function restarts(): ErrorHandler {
  const ends: number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue, handled: true }),
    closed() {
      const now = Date.now();
      ends.push(now);
      if (ends.filter((end) => now - end < within).length < mostEnds) {
        return { action: CloseAction.Restart, handled: true };
      }
      const message =
        "The language server of Prisma Schema Architect has stopped again and again. Its log says why; the command Restart the Language Server tries once more.";
      return { action: CloseAction.DoNotRestart, message };
    },
  };
}
