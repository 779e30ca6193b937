/**
 * Schemas made to break what is drawn of them: names that other languages reserve, types and
 * comments full of quotes, HTML, Markdown and directives. Most are wrong for Prisma; all are text.
 */
import type { Diagram, DiagramRelation } from "../../src/core/diagram/diagram.ts";
import { pick, type Random } from "./random.ts";

type Words = readonly [string, ...string[]];

const modelNames: Words = [
  ..."User End end Class class Style style Subgraph subgraph one One to To many Many direction".split(
    " ",
  ),
  ..."TB LR BT RL title accTitle accDescr erDiagram classDef click PK fk Uk A-b a_b__c d- ".split(
    " ",
  ),
  ..."constructor __proto__ toString hasOwnProperty only optionally zero u 1x 9 o x-1 _a_ __b__".split(
    " ",
  ),
  "flowchart",
  "init",
  "Table",
  "Ref",
].filter((name) => name !== "") as unknown as Words;

const fieldNames: Words = [
  ..."id pk PK fk FK uk UK Pk-x fk_ direction TB LR title style class end _ __ _id_ a-b".split(" "),
  ..."constructor __proto__ toString ünïcode 日本 ß ﬂ emoji😀 x1 1x 0 $a".split(" "),
] as unknown as Words;

const types: Words = [
  ..."Int String Boolean Json Bytes Decimal DateTime PK Fk uk TB direction Unknown 1x _".split(" "),
  'Unsupported("tsvector")',
  'Unsupported("double precision")',
  'Unsupported("geometry(Point, 4326)")',
  'Unsupported("\\"quoted\\" ~x~ `y` %%{init: {}}%%")',
  'Unsupported("<img src=x onerror=alert(1)>")',
  'Unsupported("")',
  'Unsupported("\u2028 \u202e ß ﬂ °")',
] as unknown as Words;

const texts: Words = [
  "",
  "author",
  'says \\"hi\\"',
  "*bold* _it_ `code` [a](javascript:alert(1))",
  "%%{init: {'theme': 'forest', 'securityLevel': 'loose'}}%%",
  "%% comment",
  "direction LR",
  "x direction   tb y",
  "DIRECTION\tRL",
  "<script>alert(1)</script>",
  '<a href=\\"x\\">',
  "a > b < c & d &amp; #quot; #35; ;",
  "~a~ b ~c~",
  "style x fill:#f00;",
  "classDef a:b#c;",
  "click A call alert()",
  "1. one",
  "- list",
  "# heading",
  "$$x^2$$",
  "fa:fa-user",
  "back\\\\slash",
  "}} {{ [] ()",
  "日本語 العربية 😀👨‍👩‍👧 ﬂ°quot¶ß",
  "\u0000\u0001\u007f\u0085\u200b\u202e\ufeff",
  "\ud83d lone \ude00",
  "accTitle: x",
  "---",
  "```",
  "title: x",
  "a|b||o{c",
  "x".repeat(300),
  "😀".repeat(100),
];

/** A few models and enums that point at one another. */
export function hostileSchema(random: Random): string {
  const count = 1 + random(6);
  const names = Array.from({ length: count }, () => pick(random, modelNames));
  const blocks = names.map((name) =>
    random(5) === 0 ? enumText(name, random) : modelText(name, names, random),
  );
  return blocks.join("\n");
}

function doc(random: Random, indent: string): string {
  return random(3) === 0 ? `${indent}/// ${pick(random, texts)}\n` : "";
}

function enumText(name: string, random: Random): string {
  const values = Array.from({ length: random(4) }, () => `  ${pick(random, fieldNames)}`);
  return `${doc(random, "")}enum ${name} {\n${values.join("\n")}\n}\n`;
}

function modelText(name: string, names: readonly string[], random: Random): string {
  const keyword = pick(random, ["model", "model", "model", "view", "type"]);
  const lines = Array.from({ length: 1 + random(7) }, () => fieldLine(names, random));
  const map = random(3) === 0 ? `  @@map("${pick(random, texts)}")\n` : "";
  const body = `  id Int @id\n${lines.join("")}${map}`;
  return `${doc(random, "")}${keyword} ${name} {\n${body}}\n`;
}

function fieldLine(names: readonly string[], random: Random): string {
  const arity = pick(random, ["", "?", "[]", ""]);
  const name = pick(random, fieldNames);
  const isRelation = random(2) === 0;
  const type = isRelation ? (names[random(names.length)] ?? "Int") : pick(random, types);
  const relation = pick(random, [
    "",
    `@relation("${pick(random, texts)}")`,
    `@relation("${pick(random, texts)}", fields: [${pick(random, fieldNames)}], references: [id])`,
    "@relation(fields: [id], references: [id])",
  ]);
  const behind = random(6) === 0 ? ` /// ${pick(random, texts)}` : "";
  const attributes = isRelation
    ? relation
    : pick(random, ["", "@unique", `@map("${pick(random, texts)}")`]);
  return `${doc(random, "  ")}  ${name} ${type}${arity} ${attributes}${behind}\n`;
}

/** The same diagram with names that no parser would have let through. */
export function renamed(diagram: Diagram, random: Random): Diagram {
  const names = new Map<string, string>();
  const nameOf = (id: string) => {
    const name = names.get(id) ?? `${pick(random, texts)}${names.size}`;
    names.set(id, name);
    return name;
  };
  const end = (one: DiagramRelation["from"]) => ({ ...one, entity: nameOf(one.entity) });
  return {
    entities: diagram.entities.map((entity) => ({
      ...entity,
      id: nameOf(entity.id),
      change: pick(random, [undefined, "added", "removed"]),
      rows: entity.rows.map((row) => ({
        ...row,
        name: pick(random, texts),
        type: pick(random, texts),
        doc: pick(random, texts),
        refersTo: row.refersTo === undefined ? undefined : nameOf(row.refersTo),
      })),
    })),
    enums: diagram.enums.map((one) => ({
      ...one,
      id: nameOf(one.id),
      values: [pick(random, texts)],
    })),
    relations: diagram.relations.map((one) => ({ ...one, from: end(one.from), to: end(one.to) })),
  };
}
