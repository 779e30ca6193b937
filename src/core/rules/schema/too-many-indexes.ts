/** A table with more indexes than its writes can well bear. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Model } from "../../schema/resolve.ts";

/** The most secondary indexes that are not told, however few columns there are. */
const most = 8;

export const tooManyIndexes: Rule<Model> = {
  name: "too-many-indexes",
  severity: "hint",
  preset: "strict",
  summary:
    "A table has more than eight secondary indexes, on more than half as many as its columns",
  why: `Every insert writes into every index, each at another place of the disk and of the log; so does every update that cannot be done in place, and an update can be done in place only if no indexed column changes. With many indexes it hardly ever can. Vacuum has to walk through all of them, and they push rows out of memory.

Indexes gather because adding one is easy to justify and nobody is asked to take one away.

Instead, ask the database which are used: \`SELECT relname, indexrelname, idx_scan FROM pg_stat_user_indexes ORDER BY idx_scan\`. Ask each replica as well, and over a time that holds a month's end. Remove those that nothing scans, and join those that begin alike: \`(teamId, createdAt)\` also does the work of \`(teamId)\`. For a table that is read much and written little, say so in an ignore comment.`,
  examples: [
    {
      bad: `
        model Lead {
        //    ^^^^
          id        Int      @id
          email     String   @unique
          phone     String
          source    String
          country   String
          ownerId   Int
          score     Int
          stage     String
          createdAt DateTime @db.Timestamptz(6)
          seenAt    DateTime @db.Timestamptz(6)

          @@index([phone])
          @@index([source])
          @@index([country])
          @@index([ownerId])
          @@index([score])
          @@index([stage])
          @@index([createdAt])
          @@index([seenAt])
        }
      `,
    },
    {
      good: `
        model Lead {
          id        Int      @id
          email     String   @unique
          phone     String
          source    String
          country   String
          ownerId   Int
          score     Int
          stage     String
          createdAt DateTime @db.Timestamptz(6)
          seenAt    DateTime @db.Timestamptz(6)

          @@index([ownerId, stage, createdAt])
          @@index([phone])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    const { shape, fields, indexes } = model;
    const secondary = indexes.filter(({ kind }) => kind !== "primary-key").length;
    const columns = fields.filter(({ kind }) => kind !== "relation").length;
    if (secondary <= most || secondary <= columns / 2) return;
    yield {
      at: shape.block.name,
      message: `${shape.name} keeps ${secondary} indexes besides its primary key, on ${columns} columns`,
    };
  },
};
