/** A finding in a script as reports show it: border control from offsets to lines and columns. */
import type { Span } from "../core/base/text.ts";
import type { MigrationReport } from "../core/migration/migration.ts";
import type { MigrationVerdict } from "../core/rules/check-migration.ts";
import { fromOne, positioner, type ReportedFinding, relative } from "./finding.ts";

/** What else is said of the same statement stands behind it, as places that have to do with it. */
export function reportedMigration(
  { rule, severity, at, message, fix, related = [], also }: MigrationVerdict,
  { migration }: MigrationReport,
): ReportedFinding {
  const { source } = migration.file;
  const file = migration.path === undefined ? migration.name : relative(migration.path);
  const position = positioner(source.text);
  const place = ({ start, end }: Span) => ({ file, start: position(start), end: position(end) });
  const isOwn = fix?.edits.every((edit) => edit.at.source === source) === true;
  return {
    rule,
    severity,
    message,
    ...place(at),
    // Prisma keeps the checksum of an applied script: whether to change it is the user's to say.
    fix:
      fix && isOwn
        ? {
            title: fix.title,
            alone: true,
            files: [
              {
                file,
                changes: fix.edits.map(({ at: { start, end }, text }) => ({ start, end, text })),
              },
            ],
          }
        : undefined,
    related: [
      ...related.map(({ place: { path, start, end }, message: words }) => ({
        file: relative(path),
        start: fromOne(start),
        end: fromOne(end),
        message: words,
      })),
      ...also.map((one) => ({ ...place(one.at), message: `${one.message} (${one.rule})` })),
    ],
  };
}
