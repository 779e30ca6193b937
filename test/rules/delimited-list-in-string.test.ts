/** Edges of delimited-list-in-string that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { delimitedListInString } from "../../src/core/rules/schema/delimited-list-in-string.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "every name that says so is found": {
    bad: `
      model Article {
        id                  Int     @id
        authorsCsv          String
      //^^^^^^^^^^
        csv                 String
      //^^^
        colorsCommaSeparated String?
      //^^^^^^^^^^^^^^^^^^^^
        pipe_delimited      String
      //^^^^^^^^^^^^^^
        allowList           String
      //^^^^^^^^^
        searchTags          String
      //^^^^^^^^^^
        keywords            String
      //^^^^^^^^
        hashtags            String
      //^^^^^^^^
        userIds             String
      //^^^^^^^
        teamIDs             String
      //^^^^^^^
        ORDER_IDS           String
      //^^^^^^^^^
        emails              String
      //^^^^^^
        imageUrls           String
      //^^^^^^^^^
        scopes              String
      //^^^^^^
      }
    `,
  },
  "a real list, or one that is not text, is fine": {
    good: `
      model Article {
        id       Int      @id
        tags     String[]
        keywords Json
        userIds  Int
        urls     Url[]
      }

      model Url {
        id      Int       @id
        article Article[]
      }
    `,
  },
  "the name of a list, or of one of its members, is one text": {
    good: `
      model Article {
        id          Int    @id
        list        String
        mailingList String
        priceList   String
        wishList    String
        playList    String
        checkList   String
        waitingList String
        watchList   String
        tag         String
        csvFile     String
        tagsLabel   String
        listing     String
      }
    `,
  },
  "a view is what its query says": {
    good: `
      view Total {
        id   Int    @unique
        tags String
      }
    `,
  },
};

test.each(Object.entries(cases))("%s", (_, example) =>
  checkExample(delimitedListInString, example),
);

test("the message names the field", () => {
  const [model] = read("model Article {\n  tags String\n}").models;
  const [found] = model ? delimitedListInString.check(model) : [];
  expect(found?.message).toBe("Article.tags sounds like a list kept in one text");
});
