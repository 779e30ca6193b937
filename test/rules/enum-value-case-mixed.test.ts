/** Edges of enum-value-case-mixed that users need not read, one per branch of the rule. */
import { expect, test } from "vitest";
import type { Example } from "../../src/core/lint/rule.ts";
import { enumValueCaseMixed } from "../../src/core/rules/schema/enum-value-case-mixed.ts";
import { checkExample, read } from "../support/examples.ts";

const cases: Record<string, Example> = {
  "only the first odd one is told": {
    bad: `
      enum Role {
        owner
        Admin
      //^^^^^
        EDITOR
        reader
      }
    `,
  },
  "the odd one may come first": {
    bad: `
      enum Role {
        owner
      //^^^^^
        Admin
        Editor
      }
    `,
  },
  "camelCase next to snake_case": {
    bad: `
      enum State {
        inProgress
        onHold
        all_done
      //^^^^^^^^
      }
    `,
  },
  "a spelling of its own": {
    bad: `
      enum State {
        InProgress
        OnHold
        All_Done
      //^^^^^^^^
      }
    `,
  },
  "a single word in small letters fits both snake_case and camelCase": {
    good: `
      enum State {
        open
        inProgress
      }

      enum Other {
        open
        in_progress
      }
    `,
  },
  "an acronym fits PascalCase if it is short or nobody can say it, and so does a single letter": {
    good: `
      enum Channel {
        Email
        SMS
        MSTeams
        X
        V1
        SHA256
        RCPTTO
      }
    `,
  },
  "a single letter and digits fit SCREAMING_CASE": {
    good: `
      enum Size {
        S
        XL
        XXL_2
        DOUBLE_EXTRA_LARGE
      }
    `,
  },
  "an underscore that keeps clear of a keyword": {
    good: `
      enum Word {
        true_
        open
      }
    `,
  },
  "locales have a spelling of their own": {
    good: `
      enum Locale {
        de
        en
        pt_BR
        zh_Hant
      }
    `,
  },
  "two values that disagree do not make a rule": {
    good: `
      enum Unit {
        MB
        kWh
      }
    `,
  },
  "an enum without values": { good: "enum Nothing {\n}" },
};

test.each(Object.entries(cases))("%s", (_, example) => checkExample(enumValueCaseMixed, example));

test("the message shows both spellings", () => {
  const [role] = read("enum Role {\n  editor\n  OWNER\n  ADMIN\n}\n").enums;
  const found = role ? [...enumValueCaseMixed.check(role, { style: "any" })] : [];
  expect(found.map(({ message }) => message)).toEqual([
    "Role spells its values in different ways: OWNER, but editor",
  ]);
});
