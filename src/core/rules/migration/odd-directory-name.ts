/** A directory that is not named as Prisma names them. */

import type { HistoryRule } from "../migration-rule.ts";
import { hasTimestamp, placeOf } from "../migration-words/history-place.ts";

export const oddDirectoryName: HistoryRule = {
  name: "odd-directory-name",
  severity: "info",
  language: "sql",
  summary: "A migration's directory has no timestamp, or characters that get in the way",
  why: `The name is the only order that migrations have, and it is what is typed behind \`prisma migrate resolve\`. A name without \`YYYYMMDDHHMMSS_\` sorts wherever its letters put it, and the next migration that Prisma makes may come before it. Blanks, quotes and letters beyond ASCII have to be escaped on every command line, and look the same while they differ.

\`0_init\`, the name that Prisma's guide gives to a baseline, is fine.

Instead, rename the directory as long as it was applied nowhere. Afterwards its name also stands in \`_prisma_migrations\`.`,
  examples: [],
  *check({ files, disk }) {
    // A project that numbers all its migrations has an order of its own.
    const isUsual = disk.directories.some(({ name }) => hasTimestamp(name));
    for (const { name, hasScript } of disk.directories) {
      const at = hasScript ? placeOf(files, name) : undefined;
      if (at === undefined) continue;
      if (!/^[\w.-]+$/.test(name)) {
        yield { at, message: `The name "${name}" has characters that a command line trips over` };
      } else if (isUsual && !hasTimestamp(name) && !/^0+_/.test(name)) {
        yield { at, message: `${name} has no timestamp, and sorts among the others by chance` };
      }
    }
  },
};
