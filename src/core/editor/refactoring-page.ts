/** What a user reads about a refactoring before it is made: Markdown. */
import type { Refactoring } from "./refactoring.ts";

export function refactoringPage({
  title,
  summary,
  changesDatabase,
  migration,
  notes,
}: Refactoring): string {
  return [
    `# ${title}`,
    `${summary}.`,
    changesDatabase
      ? "**The database changes too.** The SQL for its migration is below, and opens when the refactoring is applied."
      : "**The database does not change**, and no migration is needed.",
    "Look at the changes in *Refactor Preview* below, tick those you want, and apply them.",
    ...(notes.length > 0 ? ["## Look after", notes.map((note) => `- ${note}`).join("\n")] : []),
    ...(migration === undefined
      ? []
      : ["## Migration", `\`\`\`sql\n${migration.trimEnd()}\n\`\`\``]),
  ].join("\n\n");
}
