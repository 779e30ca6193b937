/** The exported picture: XML that a strict parser reads, whatever the names are, and nothing in it that runs. */
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { layoutRequest } from "../../src/core/diagram/layout-request.ts";
import { layoutResult } from "../../src/core/diagram/layout-result.ts";
import { svgOf } from "../../src/core/diagram/svg.ts";
import { darkPalette, lightPalette } from "../../src/core/diagram/svg-palette.ts";
import { entity, enumBox, relation, row, shop, usualView } from "./sample.ts";

type Tag = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };
type Parser = {
  onopentag: (tag: Tag) => void;
  ontext: (text: string) => void;
  onerror: (error: Error) => void;
  write: (text: string) => Parser;
  close: () => void;
};

const { parser }: { parser: (isStrict: boolean) => Parser } = createRequire(import.meta.url)("sax");

const hostileNames = [
  '<script>alert("x")</script>',
  "]]><img src=x onerror=alert(1)>",
  "&lt;&amp;&#0;",
  'a" onload="alert(1)',
  "'><use href=//evil.example/x.svg#y>",
  "\u0000\u0008\u001b\ud800 half",
  "名前のとても長いテーブル名前のとても長いテーブル名前のとても長いテーブル",
  "😀😀",
  "x".repeat(5000),
  "",
];

function hostile(): Diagram {
  return {
    entities: hostileNames.map((name, at) =>
      entity(`${name}${at}`, [row("id Int pk"), { ...row("x"), name, type: name }]),
    ),
    enums: [enumBox("<enum>", hostileNames)],
    relations: hostileNames.map((name, at) =>
      relation("A > B", {
        id: `${name} ${at}`,
        from: { entity: `${name}${at}`, field: name, rows: [name], cardinality: "many" },
        to: { entity: `${hostileNames[0]}0`, field: name, rows: ["id"], cardinality: "one" },
        name,
      }),
    ),
  };
}

/** Without ELK: boxes stand beside each other. */
function drawn(diagram: Diagram, title = "Schema", palette = lightPalette): string {
  const layout = layoutResult(layoutRequest(diagram, usualView), new Map(), undefined, new Map());
  return svgOf(diagram, layout, palette, title);
}

function parsed(svg: string) {
  const tags: Tag[] = [];
  const texts: string[] = [];
  const strict = parser(true);
  strict.onopentag = (tag) => tags.push(tag);
  strict.ontext = (text) => texts.push(text);
  strict.onerror = (error) => {
    throw error;
  };
  strict.write(svg).close();
  return { tags, texts };
}

describe.each([
  ["light", lightPalette],
  ["dark", darkPalette],
])("%s", (_, palette) => {
  test("shows every name of a shop", () => {
    const diagram = shop();
    const { tags, texts } = parsed(drawn(diagram, "Shop", palette));
    for (const { id, rows } of diagram.entities) {
      expect(texts).toContain(id);
      for (const { name } of rows) expect(texts).toContain(name);
    }
    for (const { values } of diagram.enums)
      expect(texts).toEqual(expect.arrayContaining([...values]));
    expect(tags[0]?.attributes.viewBox).toMatch(/^-?[\d.]+ -?[\d.]+ [\d.]+ [\d.]+$/);
    expect(drawn(diagram, "Shop", palette)).not.toMatch(/undefined|NaN|Infinity/);
  });
});

test("hostile names are texts and nothing else", () => {
  const { tags, texts } = parsed(drawn(hostile(), '</title><script>"&'));
  const allowed = new Set(["svg", "title", "g", "rect", "path", "text", "circle"]);
  expect(tags.map(({ name }) => name).filter((name) => !allowed.has(name))).toEqual([]);
  const attributes = tags.flatMap((tag) => Object.keys(tag.attributes));
  expect(attributes.filter((name) => /^on|href|style|class/.test(name))).toEqual([]);
  expect(texts).toContain('<script>alert("x")</script>');
});

test("nothing is fetched", () => {
  const svg = drawn(shop()).replace('xmlns="http://www.w3.org/2000/svg"', "");
  expect(svg).not.toMatch(/url\(|https?:|@import|<style|<image/);
});

test("an empty diagram is an empty picture", () => {
  expect(parsed(drawn({ entities: [], enums: [], relations: [] })).tags.length).toBe(3);
});
