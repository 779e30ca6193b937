/** A model that no relation connects with the others. */
import type { Rule } from "../../lint/rule.ts";
import type { Model } from "../../schema/resolve.ts";
import { isRecord, saysItIsView } from "./words.ts";

export const isolatedModel: Rule<Model> = {
  name: "isolated-model",
  severity: "hint",
  preset: "all",
  summary: "A model has no relation to any other",
  why: `A table that nothing points at and that points at nothing is often one of two things: what is left of a feature that is gone, or one end of a connection that lives only in the code, as a plain column that no foreign key keeps true. The first costs space, backups and the time of everybody who wonders what it is; the second lets rows point at what does not exist.

Some tables do stand alone: settings, queues, locks, caches, lists of countries. Models that are named as records, such as logs and archives, are left alone.

Instead, see who reads the table. If nobody does, remove it; if the code joins it with another model, write the relation; if it stands alone on purpose, say so in an ignore comment, which tells the next reader too.`,
  examples: [
    {
      bad: `
        model LegacyImport {
        //    ^^^^^^^^^^^^
          id  Int    @id
          row String
        }
      `,
    },
    {
      good: `
        model Import {
          id   Int         @id
          rows ImportRow[]
        }

        model ImportRow {
          id       Int    @id
          import   Import @relation(fields: [importId], references: [id], onDelete: Cascade)
          importId Int

          @@index([importId])
        }
      `,
    },
  ],
  *check({ shape, fields, settings }) {
    // In MongoDB, documents hold within them what tables would keep in others.
    if (shape.kind !== "model" || shape.ignored || settings.provider === "mongodb") return;
    // They outlive what they tell about, or are made of it.
    if (isRecord(shape) || saysItIsView(shape)) return;
    // A type that is not known is most likely a model that is about to be written.
    if (fields.some(({ kind }) => kind === "relation" || kind === "unknown")) return;
    yield { at: shape.block.name, message: `No relation leads to ${shape.name} or away from it` };
  },
};
