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
  "the primary key has a name as well": {
    bad: `
      model TheTimesAtWhichSomebodyLookedAtARowInTheOldOfficeAndWentHom {
        id Int @id
        //     ^^^
      }

      model TheTimesAtWhichSomebodyLookedAtARowInTheOldOfficeAndWentHo {
        a Int
        b Int

        @@id([a, b])
      }
    `,
    fixed: `
      model TheTimesAtWhichSomebodyLookedAtARowInTheOldOfficeAndWentHom {
        id Int @id(map: "TheTimesAtWhichSomebodyLookedAtARowInTheOldOfficeAndWentHo_pkey")
      }

      model TheTimesAtWhichSomebodyLookedAtARowInTheOldOfficeAndWentHo {
        a Int
        b Int

        @@id([a, b])
      }
    `,
  },
  "a unique has a name": {
    bad: `
      model SubscriptionEntitlement {
        id                                    Int @id
        organizationUnitCodeOfTheOldOfficeNow Int @unique
        //                                        ^^^^^^^
        externalReferenceKey                  Int

        @@unique([externalReferenceKey, organizationUnitCodeOfTheOldOfficeNow], name: "both") // why
      //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }
    `,
    fixed: `
      model SubscriptionEntitlement {
        id                                    Int @id
        organizationUnitCodeOfTheOldOfficeNow Int @unique(map: "SubscriptionEntitlement_organizationUnitCodeOfTheOldOfficeN_key")
        externalReferenceKey                  Int

        @@unique([externalReferenceKey, organizationUnitCodeOfTheOldOfficeNow], name: "both", map: "SubscriptionEntitlement_externalReferenceKey_organizationUn_key") // why
      }
    `,
  },
  "a foreign key has a name": {
    bad: `
      model SubscriptionEntitlement {
        id                   Int  @id
        owner                User @relation(fields: [theUserWhoOwnsTheSubscriptionNow], references: [id])
        //                        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        theUserWhoOwnsTheSubscriptionNow Int @map("the_user_who_owns_a_subscriptio_now")
      }

      model User {
        id   Int                       @id
        subs SubscriptionEntitlement[]
      }
    `,
    fixed: `
      model SubscriptionEntitlement {
        id                   Int  @id
        owner                User @relation(fields: [theUserWhoOwnsTheSubscriptionNow], references: [id], map: "SubscriptionEntitlement_the_user_who_owns_a_subscriptio_no_fkey")
        theUserWhoOwnsTheSubscriptionNow Int @map("the_user_who_owns_a_subscriptio_now")
      }

      model User {
        id   Int                       @id
        subs SubscriptionEntitlement[]
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
  "the key of a hidden join table is told once, on the side of column A, and has no fix": {
    bad: `
      model A {
        id Int @id
        bs B[] @relation("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdmini")
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      }

      model B {
        id Int @id
        as A[] @relation("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdmini")
      }
    `,
  },
  "a hidden join table without a stated name is told at the field": {
    bad: `
      model TheTimesAtWhichSomebodyLooked {
          id Int                           @id
          bs TheTimesAtWhichNobodyLooked[]
      }

      model TheTimesAtWhichNobodyLooked {
          id Int                             @id
          as TheTimesAtWhichSomebodyLooked[]
        //^^
      }
    `,
  },
  "a shorter hidden join table fits": {
    good: `
      model A {
        id Int @id
        bs B[] @relation("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdmin")
      }

      model B {
        id Int @id
        as A[] @relation("theTimeAtWhichSomebodyLastLookedAtThisRowInTheOldAdmin")
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

        @@index([organizationUnitCode, externalReferenceKey])
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
  ["@@id([a, b])", "", "primary key", 67],
  ["@@unique([a, b])", "", "unique", 70],
  ["@@index([a, b])", "", "index", 70],
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
