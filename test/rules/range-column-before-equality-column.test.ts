/** Edges of range-column-before-equality-column that users need not read, one per branch of the rule. */
import { test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { rangeColumnBeforeEqualityColumn } from "../../src/core/rules/schema/range-column-before-equality-column.ts";
import { checkExample } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "enums and Booleans are asked for with =, and what follows them stays": {
    bad: `
      model Job {
        id      Int      @id
        runAt   DateTime
        state   State
        urgent  Boolean
        attempt Int

        @@index([ runAt , state(sort: Desc), urgent, attempt], map: "queue")
        //        ^^^^^
      }

      enum State {
        WAITING
        DONE
      }
    `,
    fixed: `
      model Job {
        id      Int      @id
        runAt   DateTime
        state   State
        urgent  Boolean
        attempt Int

        @@index([ state(sort: Desc) , urgent, runAt, attempt], map: "queue")
      }

      enum State {
        WAITING
        DONE
      }
    `,
  },
  "an index that exists already is not made again": {
    bad: `
      model Job {
        id     Int      @id
        runAt  DateTime
        urgent Boolean

        @@index([runAt, urgent])
        //       ^^^^^
        @@index([urgent, runAt])
      }
    `,
  },
  "a time alone, behind others, or before anything else is not meant": {
    good: `
      model Job {
        id     Int       @id
        runAt  DateTime
        doneAt DateTime
        name   String
        urgent Boolean
        flags  Boolean[]

        @@index([runAt])
        @@index([urgent, runAt])
        @@index([runAt, doneAt])
        @@index([runAt, name, urgent])
        @@index([runAt, flags])
        @@index([runAt, nothing])
        @@index([doneAt, id])
      }
    `,
  },
  "a day is asked for with = as well": {
    good: `
      model Total {
        id     Int      @id
        day    DateTime @db.Date
        urgent Boolean

        @@index([day, urgent])
      }
    `,
  },
  "uniques and other types of index are not read in order": {
    good: `
      model Job {
        id     Int      @id
        runAt  DateTime
        urgent Boolean

        @@unique([runAt, urgent])
        @@index([runAt, urgent], type: Brin)
      }
    `,
  },
  "a view holds no indexes": {
    good: `
      view Job {
        id     Int      @unique
        runAt  DateTime
        urgent Boolean

        @@index([runAt, urgent])
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(rangeColumnBeforeEqualityColumn, example),
);
