/** Sizes from counts of characters, and rectangles beside each other. */
import { describe, expect, test } from "vitest";
import { layoutRequest } from "../../src/core/diagram/layout-request.ts";
import { cellsOf, entityContent, enumContent, rowMiddle } from "../../src/core/diagram/measure.ts";
import { packed, separated } from "../../src/core/diagram/pack.ts";
import { entity, enumBox, manyEntities, row, usualView } from "./sample.ts";

test.each([
  ["", 0],
  ["plain", 5],
  ["naïve", 5],
  ["nai\u0308ve", 5],
  ["日本", 4],
  ["한글", 4],
  ["😀", 2],
])("%s takes %i cells", (text, cells) => expect(cellsOf(text)).toBe(cells));

const user = entity("User", [
  "id Int pk",
  "orgId Int fk",
  "email String unique",
  "name String?",
  row("age Int", { change: "added" }),
]);
const names = (detail: "all" | "keys" | "names") =>
  entityContent(user, detail, 7).rows.map(({ name }) => name);

test("which rows are shown", () => {
  expect(names("all")).toEqual(["id", "orgId", "email", "name", "age"]);
  expect(names("keys")).toEqual(["id", "orgId", "email", "age"]);
  expect(names("names")).toEqual([]);
});

test("a longer row makes a wider box, a very long one is cut", () => {
  const width = (name: string) => entityContent(entity("A", [`${name} String`]), "all", 7).width;
  expect(width("a".repeat(30))).toBeGreaterThan(width("a".repeat(20)));
  expect(width("a".repeat(500))).toBe(width("a".repeat(40)));
  const [cut] = entityContent(entity("A", [`${"字".repeat(60)} Int`]), "all", 7).rows;
  expect(cut && cellsOf(cut.name)).toBeLessThanOrEqual(40);
  expect(cut?.name).toMatch(/…$/);
});

test("a line to a row that is not shown meets the header", () => {
  const content = entityContent(user, "names", 7);
  expect(rowMiddle(content, "id")).toBe(rowMiddle(content, undefined));
  expect(rowMiddle(content, "id")).toBeLessThan(content.height);
});

test("a long enum tells how much is left out", () => {
  const values = Array.from({ length: 40 }, (_, at) => `VALUE_${at}`);
  const { rows } = enumContent(enumBox("Big", values), "all", 7);
  expect(rows.length).toBe(14);
  expect(rows.at(-1)?.name).toBe("+ 27 more");
});

describe("groups", () => {
  const groups = (count: number, by: "prefix" | "file", grouping: "auto" | "none" = "auto") => {
    const plain = manyEntities(count);
    const entities = plain.entities.map((one) => {
      const { prefix } = one.groups;
      return { ...one, groups: { ...one.groups, prefix: undefined, [by]: prefix } };
    });
    const request = layoutRequest({ ...plain, entities }, { ...usualView, grouping });
    return request.groups;
  };

  test.each([
    [50, "prefix", 2],
    [35, "prefix", 1],
    [35, "file", 2],
    [18, "file", 1],
  ] as const)("%i entities with a %s are in %i", (count, by, expected) => {
    expect(groups(count, by).length).toBe(expected);
  });

  test("many that nothing tells apart are in pieces of what hangs together", () => {
    const found = groups(300, "prefix", "none");
    const sizes = found.map(({ parts }) => parts.flatMap(({ nodes }) => nodes).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(300);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(48);
    expect(found.length).toBeLessThan(60);
    expect(found.some(({ isNamed }) => isNamed)).toBe(false);
  });
});

describe("packing", () => {
  const sizes = Array.from({ length: 60 }, (_, at) => ({
    width: 80 + ((at * 37) % 140),
    height: 60 + ((at * 53) % 300),
  }));

  const boxesAt = (points: readonly { x: number; y: number }[]) =>
    points.map((point, at) => ({ ...point, width: 0, height: 0, ...sizes[at] }));

  function tooClose(boxes: ReturnType<typeof boxesAt>, gap: number): number {
    return boxes.flatMap((a, at) =>
      boxes
        .slice(at + 1)
        .filter(
          (b) =>
            a.x < b.x + b.width + gap &&
            b.x < a.x + a.width + gap &&
            a.y < b.y + b.height + gap &&
            b.y < a.y + a.height + gap,
        ),
    ).length;
  }

  test("leaves gaps, and has about the wished shape", () => {
    const boxes = boxesAt(packed(sizes, 20));
    expect(tooClose(boxes, 19.9)).toBe(0);
    const right = Math.max(...boxes.map(({ x, width }) => x + width));
    const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
    expect(right / bottom).toBeGreaterThan(1.3);
    expect(right / bottom).toBeLessThan(2);
  });

  test("what has room stays exactly where it was", () => {
    const before = packed(sizes, 20);
    const after = separated(
      sizes.map((size, at) => ({ ...size, wish: before[at] })),
      20,
    );
    expect(after).toEqual(before);
  });

  test("one that grew moves only what it touches", () => {
    const before = packed(sizes, 20);
    const grown = sizes.map((size, at) => ({
      width: size.width,
      height: size.height + (at === 5 ? 44 : 0),
      wish: before[at],
    }));
    const after = separated(grown, 20);
    const boxes = after.map((point, at) => ({ ...point, width: 0, height: 0, ...grown[at] }));
    expect(tooClose(boxes, 19.9)).toBe(0);
    const moved = after.filter(({ x, y }, at) => x !== before[at]?.x || y !== before[at]?.y);
    expect(moved.length).toBeLessThan(25);
  });

  test("a newcomer takes no one's place", () => {
    const before = packed(sizes, 20);
    const wishes = sizes.map((size, at) => ({ ...size, wish: at === 9 ? undefined : before[at] }));
    const after = separated(wishes, 20);
    expect(after.filter((point, at) => at !== 9 && point !== before[at])).toEqual([]);
    expect(tooClose(boxesAt(after), 19.9)).toBe(0);
  });
});
