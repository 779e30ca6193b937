/** Edges of identifier-over-63-bytes that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { identifierOver63Bytes } from "../../src/core/rules/schema/identifier-over-63-bytes.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "a name of 63 bytes fits": {
    good: `
      model T23456789012345678901234567890123456789012345678901234567890 {
        id Int @id(map: "k")
        c2345678901234567890123456789012345678901234567890123456789012c Int @unique(map: "u23456789012345678901234567890123456789012345678901234567890123")
      }
    `,
  },
  "the name of an enum has one byte too many": {
    bad: `
      enum StateOfAnOrderWhileItIsOnItsWayThroughTheOldWarehouseInTheNorth8 {
      //   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        open
      }
    `,
    fixed: `
      enum StateOfAnOrderWhileItIsOnItsWayThroughTheOldWarehouseInTheNorth8 {
        open

        @@map("StateOfAnOrderWhileItIsOnItsWayThroughTheOldWarehouseInTheNorth")
      }
    `,
  },
  "the stated name of an enum has one byte too many": {
    bad: `
      enum State {
        open

        @@map("state_of_an_order_while_it_is_on_its_way_through_a_warehouse_64b")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      enum State {
        open

        @@map("state_of_an_order_while_it_is_on_its_way_through_a_warehouse_64")
      }
    `,
  },
  "a label of an enum is refused, not cut": {
    bad: `
      enum State {
        openButNobodyHasLookedAtItYetBecauseTheColleaguesAreAllOnHolidays
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
  },
  "MySQL has enums without names": {
    good: `
      datasource db {
        provider = "mysql"
      }

      enum StateOfAnOrderWhileItIsOnItsWayThroughTheOldWarehouseInTheNorth8 {
        openButNobodyHasLookedAtItYetBecauseTheColleaguesAreAllOnHolidays
      }
    `,
  },
  "the name of a table has one byte too many": {
    bad: `
      model Person {
        id Int @id(map: "k")

        @@map("people_with_a_very_long_name_that_nobody_would_choose_by_hand_64")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Person {
        id Int @id(map: "k")

        @@map("people_with_a_very_long_name_that_nobody_would_choose_by_hand_6")
      }
    `,
  },
  "the name of a model is the name of its table": {
    bad: `
      model PeopleWithAVeryLongNameThatNobodyWouldEverChooseByHandOrOtherwise {
        //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        id Int @id(map: "k")

        @@index([id], map: "i")
        @@ignore
      }
    `,
    fixed: `
      model PeopleWithAVeryLongNameThatNobodyWouldEverChooseByHandOrOtherwise {
        id Int @id(map: "k")

        @@index([id], map: "i")
        @@map("PeopleWithAVeryLongNameThatNobodyWouldEverChooseByHandOrOtherwi")
        @@ignore
      }
    `,
  },
  "the name of a field is the name of its column": {
    bad: `
      model Person {
          id                                                               Int     @id
          theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministrationA String? @db.VarChar(9) // old
        //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Person {
          id                                                               Int     @id
          theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministrationA String? @map("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministration") @db.VarChar(9) // old
      }
    `,
  },
  "the name of a column is told where it stands": {
    bad: `
      model Person {
        id   Int     @id
        time String? @map("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministrationA")
        //           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Person {
        id   Int     @id
        time String? @map("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministration")
      }
    `,
  },
  "bytes are counted, not letters, and no letter is cut in half": {
    bad: `
      model Person {
        id Int @id(map: "k")

        @@map("äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Person {
        id Int @id(map: "k")

        @@map("äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüä")
      }
    `,
  },
  "a relation field has no column": {
    good: `
      model Person {
        id Int @id
        theOtherPeopleWhoWereMentionedByThisPersonInTheOldAdministrationA Person[] @relation("a")
        theOtherPeopleWhoWereMentionedByThisPersonInTheOldAdministrationB Person[] @relation("a")
      }
    `,
  },
  "what Prisma names by itself, it shortens by itself": {
    good: `
      model TheTimesAtWhichSomebodyLookedAtARowInTheOldOfficeAndWentHom {
        id                                    Int  @id
        organizationUnitCodeOfTheOldOfficeNow Int  @unique
        theUserWhoOwnsTheSubscriptionNow      Int
        owner                                 User @relation(fields: [theUserWhoOwnsTheSubscriptionNow], references: [id])

        @@index([theUserWhoOwnsTheSubscriptionNow])
      }

      model User {
        id   Int                                                           @id
        subs TheTimesAtWhichSomebodyLookedAtARowInTheOldOfficeAndWentHom[]
        bs   B[] @relation("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdmini")
      }

      model B {
        id    Int    @id
        users User[] @relation("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdmini")
      }
    `,
  },
  "a foreign key with a name of its own fits": {
    good: `
      model SubscriptionEntitlement {
        id                               Int  @id
        owner                            User @relation(fields: [theUserWhoOwnsTheSubscriptionNowadays], references: [id], map: "owner")
        theUserWhoOwnsTheSubscriptionNowadays Int
      }

      model User {
        id   Int                       @id
        subs SubscriptionEntitlement[]
      }
    `,
  },
  "without foreign keys in the database there is nothing to name": {
    good: `
      datasource db {
        provider     = "postgresql"
        relationMode = "prisma"
      }

      model SubscriptionEntitlement {
        id                               Int  @id
        owner                            User @relation(fields: [theUserWhoOwnsTheSubscriptionNowadays], references: [id])
        theUserWhoOwnsTheSubscriptionNowadays Int

        @@index([theUserWhoOwnsTheSubscriptionNowadays], map: "owner")
      }

      model User {
        id   Int                       @id
        subs SubscriptionEntitlement[]
      }
    `,
  },
  "a stated name that is too long is cut": {
    bad: `
      model Person {
        id     Int     @id
        friend Person? @relation(fields: [id], references: [id], map: "theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministrationA")
        //             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        @@index([id], map: "theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministrationA")
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model Person {
        id     Int     @id
        friend Person? @relation(fields: [id], references: [id], map: "theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministration")
        @@index([id], map: "theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministration")
      }
    `,
  },
  "MySQL and others have other limits": {
    good: `
      datasource db {
        provider = "mysql"
      }

      model SubscriptionEntitlement {
        id                   Int @id
        organizationUnitCode Int
        externalReferenceKey Int

        @@index([organizationUnitCode, externalReferenceKey], map: "the_times_at_which_somebody_looked_at_a_row_in_the_old_office_xx")
      }
    `,
  },
  "a view has no keys, and its columns are those of its query": {
    good: `
      view People {
        id                                                               Int     @unique
        theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdministrationA String?
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(identifierOver63Bytes, example),
);

test.each([
  [
    '@@id([a, b], map: "the_times_at_which_somebody_looked_at_a_row_in_the_old_office_xx")',
    "",
    "primary key",
    64,
  ],
  [
    '@@unique([a, b], map: "the_times_at_which_somebody_looked_at_a_row_in_the_old_office_xx")',
    "",
    "unique",
    64,
  ],
  [
    '@@index([a, b], map: "the_times_at_which_somebody_looked_at_a_row_in_the_old_office_xx")',
    "",
    "index",
    64,
  ],
  [
    '@@map("the_times_at_which_somebody_looked_at_a_row_in_the_old_office_xx")',
    '@id(map: "k")',
    "table",
    64,
  ],
])("%s is told with its kind and its length", (attribute, key, what, bytes) => {
  const [model] = read(`
    model TheTimesAtWhichSomebodyLookedAtARowInTheOldOfficeAndWentOnThen {
      a Int ${key}
      b Int
      ${attribute}
    }
  `).models;
  const found = model ? [...identifierOver63Bytes.check(model)] : [];
  expect(found.map(({ message }) => message.split(";")[0])).toContain(
    `The name of this ${what} has ${bytes} bytes`,
  );
});
