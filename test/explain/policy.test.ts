/** Who may explain or run what, and where; and what is asked before. */
import { describe, expect, test } from "vitest";
import { gate } from "../../src/core/sql/gate.ts";
import { loadPgParser } from "../../src/engines/pg-parser.ts";
import type { Affected } from "../../src/explain/affected.ts";
import type { FunctionFacts } from "../../src/explain/functions.ts";
import { type Decision, mayExplain, type Target } from "../../src/explain/policy.ts";

const parse = await loadPgParser();

const noFacts: FunctionFacts = {
  volatile: [],
  effects: [],
  calledInPlanning: [],
  foreign: [],
  unread: [],
};
const untouched: Affected = { triggers: [], sequences: [], cascades: [], rules: [] };

const statements = {
  read: "SELECT * FROM t WHERE id = $1",
  write: "UPDATE app.t SET a = 1",
  hidden: "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
  lock: "SELECT * FROM t FOR UPDATE",
  sequence: "SELECT nextval('s')",
} as const;

type Wish = {
  readonly sql: keyof typeof statements;
  readonly label?: Target["label"];
  readonly kind?: Target["kind"];
  readonly isTrusted?: boolean;
  readonly mode?: "plan" | "run";
  readonly facts?: Partial<FunctionFacts>;
  readonly affected?: Partial<Affected>;
  readonly agreed?: readonly string[];
};

function decide({ sql, label, kind = "database", isTrusted = true, mode = "run", ...rest }: Wish) {
  const passed = gate(statements[sql], parse);
  if (!passed.ok) throw new Error(passed.reason);
  const known = {
    functions: { ...noFacts, ...rest.facts },
    affected: { ...untouched, ...rest.affected },
  };
  return mayExplain(passed, { kind, label, isTrusted }, mode, known, rest.agreed);
}

const said = (decision: Decision) =>
  decision.kind === "refused"
    ? `refused: ${decision.reason}`
    : decision.kind === "question"
      ? `asked ${decision.key}`
      : "allowed";

const all = Object.keys(statements) as (keyof typeof statements)[];
const labels = ["production", "staging", "development", "disposable", undefined] as const;

describe("a plan", () => {
  test.each(labels)("is made on a database labelled %s, whatever the statement", (label) => {
    for (const sql of all)
      expect(decide({ sql, label, mode: "plan" })).toMatchObject({ kind: "allowed", notes: [] });
  });

  test("tells what planning may call", () => {
    const facts = {
      calledInPlanning: [
        { name: "app.f", via: undefined },
        { name: "app.g", via: "the view v" },
      ],
    };
    expect(decide({ sql: "read", mode: "plan", facts })).toEqual({
      kind: "allowed",
      isWritable: false,
      notes: ["Planning alone may call app.f(), app.g() through the view v"],
    });
  });
});

test("nothing reaches a database from a workspace that is not trusted", () => {
  for (const sql of all) {
    for (const mode of ["plan", "run"] as const) {
      expect(said(decide({ sql, mode, isTrusted: false, label: "disposable" }))).toMatch(
        /^refused: .*not trusted/,
      );
      expect(said(decide({ sql, mode, isTrusted: false, kind: "embedded" }))).toBe("allowed");
    }
  }
});

describe("a run", () => {
  test("of anything is done in the embedded database", () => {
    for (const sql of all) expect(said(decide({ sql, kind: "embedded" }))).toBe("allowed");
    expect(decide({ sql: "sequence", kind: "embedded" })).toEqual({
      kind: "allowed",
      isWritable: false,
      notes: ["nextval() moves a sequence in the embedded database"],
    });
  });

  test("of nothing is done in production, agreed or not", () => {
    for (const sql of all) {
      const agreed = ["run-reads", "run-writes"];
      expect(said(decide({ sql, label: "production", agreed }))).toMatch(
        /^refused: Nothing is run/,
      );
    }
  });

  test.each(["staging", "development", "disposable", undefined] as const)(
    "of a read is asked for once on a database labelled %s",
    (label) => {
      const decision = decide({ sql: "read", label });
      expect(decision).toMatchObject({ kind: "question", key: "run-reads", isLasting: true });
      expect(said(decide({ sql: "read", label, agreed: ["run-reads"] }))).toBe("allowed");
      expect(said(decide({ sql: "read", label, agreed: ["run-writes"] }))).toBe("asked run-reads");
    },
  );

  test.each(["staging", "development", undefined] as const)(
    "of what writes, locks or may do anything is refused on a database labelled %s",
    (label) => {
      const agreed = ["run-reads", "run-writes"];
      expect(said(decide({ sql: "write", label, agreed }))).toBe(
        "refused: Running it here writes to app.t: that is done in the embedded database only, or in one labelled disposable",
      );
      expect(said(decide({ sql: "hidden", label, agreed }))).toMatch(/writes to t:/);
      expect(said(decide({ sql: "lock", label, agreed }))).toMatch(/locks rows \(FOR UPDATE\)/i);
      const facts = { volatile: [{ name: "app.touch", via: undefined }] };
      expect(said(decide({ sql: "read", label, agreed, facts }))).toMatch(
        /calls app\.touch\(\), which may do anything/,
      );
    },
  );

  test("of a write in a disposable database is asked for each time, with what it sets in motion", () => {
    const affected = {
      triggers: [{ name: "audit", table: "app.t", function: "app.log" }],
      sequences: ["app.t_id_seq"],
      cascades: [{ table: "app.u", command: "delete" as const, from: "app.t" }],
      rules: [{ name: "keep", table: "app.t" }],
    };
    const decision = decide({ sql: "write", label: "disposable", affected, agreed: ["run-reads"] });
    expect(decision).toEqual({
      kind: "question",
      key: "run-writes",
      question: "Running it writes to app.t. Run it and roll it back?",
      detail:
        "Triggers fire: audit on app.t (app.log). Sequences move and are not moved back: app.t_id_seq. A foreign key deletes rows of app.u. Rules rewrite it: keep on app.t",
      yes: "Run and Roll Back",
      isLasting: false,
    });
    for (const sql of ["write", "lock"] as const) {
      expect(decide({ sql, label: "disposable", agreed: ["run-writes"] })).toMatchObject({
        kind: "allowed",
        isWritable: "disposable",
      });
    }
    expect(decide({ sql: "lock", label: "disposable" })).toMatchObject({
      detail: "No trigger fires. No sequence moves",
    });
  });

  test.each(["staging", "disposable"] as const)(
    "of what no rollback undoes is refused in %s",
    (label) => {
      const agreed = ["run-reads", "run-writes"];
      expect(said(decide({ sql: "sequence", label, agreed }))).toBe(
        "refused: nextval() moves a sequence, which rolling back does not undo: run it on the embedded database",
      );
      const effects = [{ name: "nextval", does: "moves a sequence", via: "the view public.v" }];
      expect(said(decide({ sql: "read", label, agreed, facts: { effects } }))).toMatch(
        /^refused: nextval\(\) through the view public\.v moves a sequence/,
      );
      const unread = ["the view public.v: it reads files"];
      expect(said(decide({ sql: "read", label, agreed, facts: { unread } }))).toMatch(
        /^refused: What it would run/,
      );
    },
  );

  test("of a lock does not wait for what writes set in motion", () => {
    const passed = gate(statements.lock, parse);
    if (!passed.ok) throw new Error(passed.reason);
    const target = { kind: "database", label: "disposable", isTrusted: true } as const;
    const known = { functions: noFacts, affected: undefined };
    expect(mayExplain(passed, target, "run", known, ["run-writes"])).toMatchObject({
      kind: "allowed",
      isWritable: "disposable",
    });
  });

  test("without knowing what its functions do is refused", () => {
    const passed = gate("SELECT f()", parse);
    if (!passed.ok) throw new Error(passed.reason);
    const target = { kind: "database", label: "disposable", isTrusted: true } as const;
    const unknown = { functions: undefined, affected: undefined };
    expect(mayExplain(passed, target, "run", unknown, ["run-reads"])).toMatchObject({
      kind: "refused",
    });
    const write = gate(statements.write, parse);
    if (!write.ok) throw new Error(write.reason);
    const half = { functions: noFacts, affected: undefined };
    expect(mayExplain(write, target, "run", half, ["run-writes"])).toMatchObject({
      kind: "refused",
    });
  });
});
