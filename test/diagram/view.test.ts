/** What is shown for what was wished. */
import { describe, expect, test } from "vitest";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { diffDiagrams } from "../../src/core/diagram/diff.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { type Viewed, viewed } from "../../src/core/diagram/view.ts";
import { type DiagramView, usualView } from "../../src/protocol/diagram.ts";
import { read } from "../support/examples.ts";

/** A chain: M0 ← M1 ← M2 …, each with a field that may be told apart. */
function chain(count: number, last = ""): string {
  return Array.from({ length: count }, (_, at) => {
    const parent =
      at === 0 ? "" : `\n  up M${at - 1} @relation(fields: [upId], references: [id])\n  upId Int`;
    const child = at === count - 1 ? last : `\n  down M${at + 1}[]`;
    return `model M${at} {\n  id Int @id${parent}${child}\n}\n`;
  }).join("\n");
}

const of = (text: string): Diagram => diagramOf(read(text));
const idsOf = ({ diagram }: Viewed) => diagram.entities.map(({ id }) => id);
const see = (diagram: Diagram, wish: Partial<DiagramView>, cursor?: string, most = 5) =>
  viewed(diagram, { ...usualView, ...wish }, cursor, most);

describe("without a wish", () => {
  test("a small schema is shown whole, by Mermaid", () => {
    const { view, renderer, diagram } = see(of(chain(5)), {});
    expect([view.mode, renderer, diagram.entities.length]).toEqual(["all", "mermaid", 5]);
  });

  test("of a large one, what is around the cursor", () => {
    const seen = see(of(chain(6)), {}, "M3");
    expect(seen.view).toMatchObject({ mode: "focus", focus: "M3" });
    expect(idsOf(seen)).toEqual(["M2", "M3", "M4"]);
    expect(seen.more).toEqual([
      { entity: "M2", count: 1 },
      { entity: "M4", count: 1 },
    ]);
  });

  test("of a large one without a cursor, what most others lead to", () => {
    const star = `${chain(6)}\nmodel Hub {\n  id Int @id\n  a M0[]\n  b M1[]\n  c M2[]\n  d M3[]\n}\n`;
    const joined = star.replace(
      /model M([0-3]) \{\n {2}id Int @id/g,
      "$&\n  hub Hub @relation(fields: [hubId], references: [id])\n  hubId Int",
    );
    expect(see(of(joined), {}).view.focus).toBe("Hub");
  });

  test("no models are no trouble", () => {
    for (const mode of ["auto", "all", "focus", "groups", "diff"] as const) {
      expect(see(of(""), { mode }).diagram.entities).toEqual([]);
    }
  });
});

describe("the focus", () => {
  const diagram = of(chain(6));
  test.each([
    ["is where the cursor is", { focus: "M0" }, "M3", "M3"],
    [
      "stays where it was put while it does not follow",
      { focus: "M0", follows: false },
      "M3",
      "M0",
    ],
    ["stays while the cursor is at nothing", { focus: "M0" }, undefined, "M0"],
    ["leaves what is not there any more", { focus: "Gone", follows: false }, "M3", "M3"],
  ])("%s", (_, wish, cursor, focus) => {
    expect(see(diagram, { mode: "focus", ...wish }, cursor).view.focus).toBe(focus);
  });

  test("reaches as far as is wished", () => {
    expect(idsOf(see(diagram, { mode: "focus", focus: "M0", depth: 3 }))).toHaveLength(4);
  });
});

describe("the renderer", () => {
  test.each([
    ["auto", 5, "mermaid", undefined],
    ["auto", 6, "map", undefined],
    ["map", 2, "map", undefined],
    ["mermaid", 5, "mermaid", undefined],
    ["mermaid", 6, "map", "Mermaid draws up to 5 models; these are 6, so the map shows them."],
  ] as const)("%s with %i models is %s", (renderer, count, used, note) => {
    const seen = see(of(chain(count)), { mode: "all", renderer });
    expect([seen.renderer, seen.note]).toEqual([used, note]);
  });
});

describe("groups", () => {
  const text = chain(4).replace(/model M([01]) /g, "/// @namespace Shop\nmodel M$1 ");
  const tagged = text.replace(/model M([23]) /g, "/// @namespace Back office\nmodel M$1 ");

  test("are cards with their models, and lines between them", () => {
    const seen = see(of(tagged), { mode: "groups" });
    expect(idsOf(seen)).toEqual(["Shop", "Back office"]);
    expect(seen.diagram.entities[0]?.rows.map(({ name }) => name)).toEqual(["M0", "M1"]);
    expect(seen.diagram.relations).toHaveLength(1);
    expect(seen.overview?.by).toBe("namespace");
  });

  test("open", () => {
    expect(idsOf(see(of(tagged), { mode: "groups", group: "Back office" }))).toEqual(["M2", "M3"]);
  });

  test("what belongs to none opens too", () => {
    const some = chain(6).replace(
      /model M([0-3]) /g,
      (all, at) => `/// @namespace ${at < "2" ? "Shop" : "Office"}\n${all}`,
    );
    const overview = see(of(some), { mode: "groups" });
    expect(idsOf(overview)).toEqual(["Shop", "Office", "(no group)"]);
    expect(idsOf(see(of(some), { mode: "groups", group: "(no group)" }))).toEqual(["M4", "M5"]);
  });

  test("that nothing tells apart are all models, with a word", () => {
    const seen = see(of(chain(3)), { mode: "groups" });
    expect(seen.view.mode).toBe("all");
    expect(seen.note).toMatch(/^Nothing tells groups apart/);
  });
});

describe("a comparison", () => {
  const before = chain(6);
  test("shows what changed, and what a changed relation joins", () => {
    const now = `${before.replace("model M4 {", "model M4 {\n  note String?")}\nmodel New {\n  id Int @id\n}\n`;
    const seen = see(diffDiagrams(of(before), of(now)), { mode: "diff" });
    expect(idsOf(seen)).toEqual(["M4", "New"]);
    expect(seen.note).toBeUndefined();
  });

  test("a changed enum comes with the models that use it", () => {
    const withEnum = (values: string) =>
      `enum Kind {\n  ${values}\n}\nmodel A {\n  id Int @id\n  kind Kind\n}\nmodel B {\n  id Int @id\n}\n`;
    const seen = see(diffDiagrams(of(withEnum("X")), of(withEnum("X\n  Y"))), { mode: "diff" });
    expect(idsOf(seen)).toEqual(["A"]);
    expect(seen.diagram.enums.map(({ id }) => id)).toEqual(["Kind"]);
  });

  test.each([
    ["git", "Nothing differs from what was committed last."],
    ["saved", "Nothing differs from what is saved."],
  ] as const)("says when nothing differs from %s", (base, note) => {
    const seen = see(diffDiagrams(of(before), of(before)), { mode: "diff", base });
    expect([idsOf(seen), seen.note]).toEqual([[], note]);
  });
});
