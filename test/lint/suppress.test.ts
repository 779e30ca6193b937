/** Which findings a comment silences, and what is said about comments that silence nothing. */
import { describe, expect, test } from "vitest";
import { type Config, defaults } from "../../src/core/lint/config.ts";
import { ignoreComment, readIgnore } from "../../src/core/lint/suppress.ts";
import { schemaChecker } from "../../src/core/rules/check-schema.ts";
import { placer } from "../../src/core/schema/place.ts";
import { dedent, read } from "../support/examples.ts";

/** Those that would be in the way of what is looked at here. */
const quiet: Config = {
  ...defaults,
  rules: { "missing-timestamps": "off", "implicit-referential-action": "off" },
};

/** `12 rule-name` for each verdict, by line. */
function verdicts(text: string, config = quiet): string[] {
  const schema = read(dedent(text));
  const place = placer(schema.files);
  const [checked] = schemaChecker(config)(schema).files;
  return (checked?.verdicts ?? [])
    .map(({ at, rule }) => {
      const before = dedent(text).slice(0, place(at)?.start ?? 0);
      return { line: before.split("\n").length, rule };
    })
    .sort((a, b) => a.line - b.line)
    .map(({ line, rule }) => `${line} ${rule}`);
}

function messages(text: string, config = quiet): string[] {
  const [checked] = schemaChecker(config)(read(dedent(text))).files;
  return (checked?.verdicts ?? []).map(({ message }) => message);
}

const silenced: Record<string, string> = {
  "above a field": `
    model Order {
      id    Int   @id
      // architect-ignore money-as-float: a test of floats
      price Float
    }
  `,
  "above a field, in a comment that documents it": `
    model Order {
      id    Int   @id
      /// architect-ignore money-as-float: a test of floats
      price Float
    }
  `,
  "above a field, in a block comment": `
    model Order {
      id    Int   @id
      /* architect-ignore money-as-float: a test of floats */
      price Float
    }
  `,
  "above a field, with another comment between": `
    model Order {
      id    Int   @id
      // architect-ignore money-as-float: a test of floats
      // In euros.
      price Float
    }
  `,
  "behind a field": `
    model Order {
      id    Int   @id
      price Float // architect-ignore money-as-float: a test of floats
    }
  `,
  "above an attribute": `
    model Order {
      id Int @id

      // architect-ignore index-duplicates-unique: the planner is confused
      @@index([id])
    }
  `,
  "behind an attribute": `
    model Order {
      id Int @id

      @@index([id]) // architect-ignore index-duplicates-unique: the planner is confused
    }
  `,
  "above a model, for its name": `
    // architect-ignore missing-primary-key: a log
    model Order {
      line String
    }
  `,
  "above a model, for all its fields": `
    /// One order.
    // architect-ignore money-as-float: a test of floats
    /// Two lines.
    model Order {
      id    Int   @id
      price Float
      tax   Float
    }
  `,
  "several rules at once, with and without commas": `
    model Order {
      id     Int      @id
      // architect-ignore money-as-float timestamp-without-time-zone: old
      price  Float
      // architect-ignore money-as-float, timestamp-without-time-zone : old
      at     DateTime
    }
  `,
  "the whole file, from anywhere": `
    model Order {
      id    Int   @id
      price Float
    }

    // architect-ignore-file money-as-float: prices are estimates
  `,
  "the whole file, from within a model": `
    model Order {
      id    Int   @id
      price Float
    }

    model Item {
      // architect-ignore-file money-as-float: prices are estimates
      id    Int   @id
      price Float
    }
  `,
};

describe("a comment silences", () => {
  const { "several rules at once, with and without commas": several = "", ...whole } = silenced;
  test.each(Object.entries(whole))("%s", (_, text) => expect(verdicts(text)).toEqual([]));

  test("several rules at once, each of which must have something to say", () => {
    expect(verdicts(several)).toEqual(["3 ignore-without-effect", "5 ignore-without-effect"]);
  });

  test("in a file with Windows line endings too", () => {
    const { "behind a field": text = "" } = silenced;
    const schema = read(dedent(text).replaceAll("\n", "\r\n"));
    expect(schemaChecker(quiet)(schema).files.flatMap((file) => file.verdicts)).toEqual([]);
  });
});

const speaking: Record<string, readonly [text: string, ...verdicts: string[]]> = {
  "another rule than the one it names": [
    `
    model Order {
      id    Int   @id
      // architect-ignore unindexed-foreign-key: wrong
      price Float
    }
    `,
    "3 ignore-without-effect",
    "4 money-as-float",
  ],
  "the field behind the next": [
    `
    model Order {
      id    Int   @id
      // architect-ignore money-as-float: estimated
      price Float
      tax   Float
    }
    `,
    "5 money-as-float",
  ],
  "the field before a comment at the end": [
    `
    model Order {
      id    Int   @id
      price Float
      // architect-ignore money-as-float: estimated
    }
    `,
    "3 money-as-float",
    "4 ignore-without-effect",
  ],
  "the next field where one stands behind another field": [
    `
    model Order {
      id    Int   @id // architect-ignore money-as-float: estimated
      price Float
    }
    `,
    "2 ignore-without-effect",
    "3 money-as-float",
  ],
  "a model behind a blank line": [
    `
    // architect-ignore money-as-float: estimated

    model Order {
      id    Int   @id
      price Float
    }
    `,
    "1 ignore-without-effect",
    "5 money-as-float",
  ],
  "the model behind the next": [
    `
    // architect-ignore money-as-float: estimated
    model Order {
      id    Int   @id
      price Float
    }
    model Item {
      id    Int   @id
      price Float
    }
    `,
    "8 money-as-float",
  ],
  "the model above the one it stands in": [
    `
    model Order {
      id    Int   @id
      price Float
    }
    model Item {
      // architect-ignore money-as-float: estimated
      id    Int   @id
      price Float
    }
    `,
    "3 money-as-float",
    "6 ignore-without-effect",
    "8 money-as-float",
  ],
};

describe("a comment does not silence", () => {
  test.each(Object.entries(speaking))("%s", (_, [text, ...expected]) => {
    expect(verdicts(text)).toEqual(expected);
  });

  test("a field over a blank line less than one right above it", () => {
    const text = `
      model Order {
        id    Int   @id
        // architect-ignore money-as-float: estimated

        price Float
      }
    `;
    // Prisma's formatter moves blank lines; only models are told apart by them.
    expect(verdicts(text)).toEqual([]);
  });
});

describe("about a comment itself", () => {
  const order = (comment: string) => `
    model Order {
      id    Int   @id
      // ${comment}
      price Float
    }
  `;

  test("one without a reason silences and is told", () => {
    expect(verdicts(order("architect-ignore money-as-float"))).toEqual(["3 ignore-without-reason"]);
    expect(verdicts(order("architect-ignore money-as-float: "))).toEqual([
      "3 ignore-without-reason",
    ]);
  });

  test("one that names no rule is told once", () => {
    expect(verdicts(order("architect-ignore"))).toEqual([
      "3 ignore-without-effect",
      "4 money-as-float",
    ]);
  });

  test("an unknown rule is told by its name", () => {
    const text = order("architect-ignore money-as-flaot: a typo");
    expect(verdicts(text)).toEqual(["3 ignore-without-effect", "4 money-as-float"]);
    expect(messages(text)).toContain("There is no rule called money-as-flaot");
  });

  test("each rule without effect is told", () => {
    const text = order("architect-ignore money-as-float, missing-primary-key, no-such-rule: old");
    expect(messages(text)).toEqual([
      "missing-primary-key finds nothing here",
      "There is no rule called no-such-rule",
    ]);
  });

  test("a rule that is off is left in peace", () => {
    const off: Config = { ...quiet, rules: { ...quiet.rules, "money-as-float": "off" } };
    expect(verdicts(order("architect-ignore money-as-float: for later"), off)).toEqual([]);
    expect(verdicts(order("architect-ignore money-as-float"), off)).toEqual([
      "3 ignore-without-reason",
    ]);
  });

  test("what is said about comments can be louder, or off", () => {
    const text = order("architect-ignore missing-primary-key");
    const both = { "ignore-without-effect": "off", "ignore-without-reason": "error" } as const;
    const [checked] = schemaChecker({ ...quiet, rules: { ...quiet.rules, ...both } })(
      read(text),
    ).files;
    expect(checked?.verdicts.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      "money-as-float warning",
      "ignore-without-reason error",
    ]);
  });

  test("the comment is what is underlined", () => {
    const text = dedent(order("architect-ignore missing-primary-key: old"));
    const schema = read(text);
    const [checked] = schemaChecker(quiet)(schema).files;
    const about = checked?.verdicts.find(({ rule }) => rule === "ignore-without-effect");
    const place = about && placer(schema.files)(about.at);
    expect(place && text.slice(place.start, place.end)).toBe(
      "// architect-ignore missing-primary-key: old",
    );
  });

  test("a file-wide one that silences nothing is told where it stands", () => {
    const text = `
      // architect-ignore-file missing-primary-key: a log
      model Order {
        id Int @id
      }
    `;
    expect(verdicts(text)).toEqual(["1 ignore-without-effect"]);
  });
});

describe("readIgnore", () => {
  test("reads back what is written", () => {
    const comment = ignoreComment("money-as-float", "prices: only estimated");
    expect(readIgnore(comment.slice(2))).toEqual({
      rules: ["money-as-float"],
      reason: "prices: only estimated",
      wholeFile: false,
    });
  });

  test.each(["architect-ignored x: y", "architect ignore x", "see architect-ignore x", ""])(
    "%j is an ordinary comment",
    (text) => expect(readIgnore(text)).toBeUndefined(),
  );
});

test("a file silences nothing in another file", () => {
  const { models, ...schema } = read("model A {\n  id Int @id\n  price Float\n}");
  const other = read("// architect-ignore-file money-as-float: other\n");
  const both = { ...schema, models, files: [...schema.files, ...other.files] };
  const checked = schemaChecker(quiet)(both).files;
  expect(checked.map(({ verdicts }) => verdicts.map(({ rule }) => rule))).toEqual([
    ["money-as-float"],
    ["ignore-without-effect"],
  ]);
});
