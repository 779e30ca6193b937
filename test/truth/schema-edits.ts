/**
 * Random edits of a schema, as somebody at work on it makes them, and now and then as somebody
 * who makes a mistake. The same seed makes the same edits.
 */
import type { Edit, Span } from "../../src/core/base/text.ts";
import { isTable } from "../../src/core/schema/model.ts";
import type { Enum, Field, Model, Schema } from "../../src/core/schema/resolve.ts";
import type { Block, Member } from "../../src/core/schema/syntax.ts";
import type { Random } from "../bench/synthetic.ts";
import { applyEdits } from "../support/apply.ts";

/** One edit, or several at once; `what` names them. */
export function edited(schema: Schema, random: Random): { after: Schema; what: string } {
  let after = schema;
  const done: string[] = [];
  const count = random.chance(0.7) ? 1 : 2 + random.below(3);
  for (let tries = 0; done.length < count && tries < 50; tries++) {
    const [name, edit] = pick(entries, random) ?? never();
    const edits = edit(after, random);
    if (edits === undefined || edits.length === 0) continue;
    after = applyEdits(after, edits);
    done.push(name);
  }
  return { after, what: done.join(" + ") };
}

type Maker = (schema: Schema, random: Random) => Edit[] | undefined;

const makers: Readonly<Record<string, Maker>> = {
  "add field": (schema, random) => {
    const model = table(schema, random);
    return model && [addLine(model.shape.block, `  added${random.below(50)} ${type(random)}`)];
  },
  "remove field": (schema, random) => {
    const field = scalarField(schema, random);
    return field && [replace(field.shape.node, "")];
  },
  "rename field": (schema, random) => {
    const field = scalarField(schema, random);
    return field && [replace(field.shape.node.name, `${field.shape.name}X`)];
  },
  "rename a field's column": (schema, random) => {
    const field = scalarField(schema, random);
    if (!field || has(field, "map")) return undefined;
    return [insert(field.shape.node, ` @map("mapped_${random.below(9)}")`)];
  },
  "change type": (schema, random) => {
    const field = scalarField(schema, random);
    return field && [replace(field.shape.node, `${field.shape.name} ${type(random)}`)];
  },
  "change native type": (schema, random) => {
    const field = scalarField(schema, random);
    if (field?.shape.typeName !== "String") return undefined;
    const native = pick(["VarChar(20)", "VarChar(300)", "Text", "Char(4)", "Uuid"], random);
    const before = field.shape.nativeType?.attribute;
    const text = `@${schema.settings.datasource}.${native}`;
    return [before ? replace(before, text) : insert(field.shape.node, ` ${text}`)];
  },
  "change optionality": (schema, random) => {
    const field = scalarField(schema, random);
    const node = field?.shape.node.type;
    if (!field || !node || field.shape.arity === "list") return undefined;
    return [
      replace(node, field.shape.arity === "optional" ? node.name.text : `${node.name.text}?`),
    ];
  },
  "change default": (schema, random) => {
    const field = scalarField(schema, random);
    if (!field) return undefined;
    const before = field.shape.node.attributes.find(({ name }) => name.text === "default");
    if (before) return [replace(before, "")];
    const value = defaults[field.shape.typeName];
    return value ? [insert(field.shape.node, ` @default(${value})`)] : undefined;
  },
  "make unique": (schema, random) => {
    const field = scalarField(schema, random);
    return field && !has(field, "unique") ? [insert(field.shape.node, " @unique")] : undefined;
  },
  "add index": (schema, random) => {
    const model = table(schema, random);
    const fields = model?.fields.filter(({ kind }) => kind === "scalar" || kind === "enum") ?? [];
    const chosen = [pick(fields, random), pick(fields, random)].flatMap((one) =>
      one ? [one.shape.name] : [],
    );
    if (!model || chosen.length === 0) return undefined;
    const kind = pick(["index", "index", "unique"], random);
    // A name that another index may have.
    const map = random.chance(0.1) ? `, map: "${indexName(schema, random)}"` : "";
    return [addLine(model.shape.block, `  @@${kind}([${[...new Set(chosen)].join(", ")}]${map})`)];
  },
  "remove an attribute of a block": (schema, random) => {
    const node = pick(table(schema, random)?.shape.attributes ?? [], random);
    return node && [replace(node, "")];
  },
  "rename index": (schema, random) => {
    const index = pick(table(schema, random)?.indexes ?? [], random);
    const end = index?.attribute.arguments;
    if (!index || !end || index.map !== undefined) return undefined;
    return [{ at: { ...end, start: end.end - 1, end: end.end - 1 }, text: `, map: "named"` }];
  },
  "map table": (schema, random) => {
    const model = table(schema, random);
    if (!model) return undefined;
    if (model.shape.map) return [replace(model.shape.map, "")];
    // A name that another table may have.
    const other = random.chance(0.15) ? table(schema, random)?.shape.table : undefined;
    return [addLine(model.shape.block, `  @@map("${other ?? `mapped_${random.below(9)}`}")`)];
  },
  "rename model": (schema, random) => {
    const model = table(schema, random);
    return model && renamed(schema, model.shape.block, `${model.shape.name}Renamed`);
  },
  "rename model, but not where it is used": (schema, random) => {
    const model = table(schema, random);
    return model && random.chance(0.3) ? [replace(model.shape.block.name, "Orphan")] : undefined;
  },
  "add model": (schema, random) => {
    const text = `\n\nmodel Added${random.below(20)} {\n  id Int @id\n  name String\n${schemaLine(schema)}}\n`;
    return [after(pick(blocks(schema), random), text)].flatMap((edit) => edit ?? []);
  },
  "remove model": (schema, random) => {
    const model = table(schema, random);
    if (!model) return undefined;
    const uses = schema.models.flatMap(({ fields }) =>
      fields.filter(({ type, shape }) => type === model.shape && !inside(shape.node, model)),
    );
    return [replaceBlock(model.shape.block), ...uses.map(({ shape }) => replace(shape.node, ""))];
  },
  "move block": (schema, random) => {
    const block = pick(blocks(schema), random);
    const place = pick(blocks(schema), random);
    if (!block || !place || block === place) return undefined;
    return [replaceBlock(block), ...[after(place, `\n\n${block.text}\n`)].flatMap((e) => e ?? [])];
  },
  "add relation": (schema, random) => {
    const [from, to] = [table(schema, random), table(schema, random)];
    if (!from || !to) return undefined;
    const key = to.fields.find((field) => has(field, "id") && field.kind === "scalar");
    if (!key) return undefined;
    const name = `rel${random.below(30)}`;
    const native = key.shape.nativeType ? ` ${text(key.shape.nativeType.attribute)}` : "";
    const map = random.chance(0.2) ? `, map: "fk_${name}"` : "";
    const isOne = random.chance(0.2);
    return twoLines(
      from.shape.block,
      `  ${name}Id ${key.shape.typeName}?${native}${isOne ? " @unique" : ""}\n  ${name} ${to.shape.name}? @relation("${name}", fields: [${name}Id], references: [${key.shape.name}]${map})`,
      to.shape.block,
      `  ${name}Of ${from.shape.name}${isOne ? "?" : "[]"} @relation("${name}")`,
    );
  },
  "add many-to-many": (schema, random) => {
    const [from, to] = [table(schema, random), table(schema, random)];
    if (!from || !to) return undefined;
    const name = `many${random.below(100)}`;
    return twoLines(
      from.shape.block,
      `  ${name}A ${to.shape.name}[] @relation("${name}")`,
      to.shape.block,
      `  ${name}B ${from.shape.name}[] @relation("${name}")`,
    );
  },
  "remove relation": (schema, random) => {
    const model = table(schema, random);
    const relation = pick(model?.relations ?? [], random);
    if (!relation?.opposite) return undefined;
    const sides = [replace(relation.field.node, "")];
    return random.chance(0.9) ? [...sides, replace(relation.opposite.node, "")] : sides;
  },
  "change what happens on delete": (schema, random) => {
    const relations = schema.models.flatMap((model) => model.relations);
    const relation = pick(
      relations.filter(({ side, foreignKey }) => side === "owning" && !foreignKey?.onDeleteStated),
      random,
    );
    const end = relation?.field.relation?.attribute.arguments;
    if (!end) return undefined;
    const action = pick(["Cascade", "Restrict", "NoAction", "SetNull"], random);
    return [
      { at: { ...end, start: end.end - 1, end: end.end - 1 }, text: `, onDelete: ${action}` },
    ];
  },
  "add enum value": (schema, random) => {
    const one = pick(schema.enums, random);
    return one && [addLine(one.shape.block, `  ADDED_${random.below(9)}`)];
  },
  "remove enum value": (schema, random) => {
    const value = pick(pick(schema.enums, random)?.shape.values ?? [], random);
    return value && [replace(value.node, "")];
  },
  "rename enum value": (schema, random) => {
    const value = pick(pick(schema.enums, random)?.shape.values ?? [], random);
    return value && [replace(value.node.name, `${value.name}_X`)];
  },
  "rename enum": (schema, random) => {
    const one = pick(schema.enums, random);
    return one && renamed(schema, one.shape.block, `${one.shape.name}Renamed`);
  },
  "map enum": (schema, random) => {
    const one = pick(schema.enums, random);
    if (!one || one.shape.map) return undefined;
    return [addLine(one.shape.block, `  @@map("${otherEnum(schema.enums, random)}")`)];
  },
  "add enum and use it": (schema, random) => {
    const model = table(schema, random);
    if (!model) return undefined;
    const name = `Kind${random.below(9)}`;
    return [
      addLine(model.shape.block, `  kind${random.below(9)} ${name} @default(ONE)`),
      after(model.shape.block, `\n\nenum ${name} {\n  ONE\n  TWO\n${schemaLine(schema)}}\n`),
    ];
  },
  "use an enum": (schema, random) => {
    const model = table(schema, random);
    const one = pick(schema.enums, random);
    if (!model || !one) return undefined;
    const arity = pick(["?", "[]"], random);
    return [addLine(model.shape.block, `  used${random.below(9)} ${one.shape.name}${arity}`)];
  },
  "move to another schema": (schema, random) => {
    const model = table(schema, random);
    const node = model?.shape.attributes.find(({ name }) => name.text === "schema");
    const to = pick(schema.settings.dbSchemas, random);
    return node && to !== undefined ? [replace(node, `@@schema("${to}")`)] : undefined;
  },
  ignore: (schema, random) => {
    const field = scalarField(schema, random);
    return field && !has(field, "ignore") ? [insert(field.shape.node, " @ignore")] : undefined;
  },
  comment: (schema, random) => {
    const block = pick(blocks(schema), random);
    const edit = after(block, `\n\n/// What was said.\n// And more.\n\n`);
    return edit && [edit];
  },
  "half a line": (schema, random) => {
    const model = table(schema, random);
    const half = pick(
      ["  na", "  name Str", "  name String @", "  @@index([", "  id Int @id"],
      random,
    );
    return model && random.chance(0.4) ? [addLine(model.shape.block, half ?? "")] : undefined;
  },
  "a broken block": (schema, random) => {
    const block = pick(blocks(schema), random);
    if (!block || random.chance(0.7)) return undefined;
    return [
      after(block, pick(["\n\nmodel Half {\n  id Int @id\n", "\n\nmod\n"], random) ?? ""),
    ].flatMap((edit) => edit ?? []);
  },
  "a second block of one name": (schema, random) => {
    const block = pick(blocks(schema), random);
    const edit = random.chance(0.2) ? after(block, `\n\n${block?.text}\n`) : undefined;
    return edit && [edit];
  },
  options: (schema, random) => {
    const options = schema.files.flatMap(({ pieces }) =>
      pieces.flatMap((piece) => (piece.kind === "datasource" ? [piece] : [])),
    );
    const [block] = options;
    return block && random.chance(0.1) ? [addLine(block, '  relationMode = "prisma"')] : undefined;
  },
};

const entries = Object.entries(makers);

const defaults: Readonly<Record<string, string>> = {
  String: '"x"',
  Int: "7",
  BigInt: "7",
  Float: "0.5",
  Boolean: "false",
  DateTime: "now()",
  Json: '"{}"',
};

function type(random: Random): string {
  const types = [
    "String?",
    "String",
    "Int @default(3)",
    "BigInt?",
    "DateTime @default(now())",
    "DateTime? @db.Timestamptz(6)",
    "Decimal? @db.Decimal(10, 2)",
    "Boolean @default(false)",
    "String[]",
    "Json?",
    "Float",
    "Bytes?",
    'String @default(dbgenerated("gen_random_uuid()")) @db.Uuid',
  ];
  return pick(types, random) ?? never();
}

function schemaLine({ settings }: Schema): string {
  const [first] = settings.dbSchemas;
  return first === undefined ? "" : `  @@schema("${first}")\n`;
}

function otherEnum(enums: readonly Enum[], random: Random): string {
  const name = pick(enums, random)?.shape.databaseName;
  return random.chance(0.3) && name ? name : `mapped_enum_${random.below(5)}`;
}

function indexName(schema: Schema, random: Random): string {
  return pick(table(schema, random)?.indexes ?? [], random)?.name ?? "none";
}

function table(schema: Schema, random: Random): Model | undefined {
  return pick(schema.models.filter(isTable), random);
}

/** Mostly one that no key or index names, so that the schema stays valid. */
function scalarField(schema: Schema, random: Random): Field | undefined {
  const model = table(schema, random);
  const used = new Set([
    ...(model?.indexes ?? []).flatMap(({ parts }) => parts.map(({ path }) => path)),
    ...(model?.relations ?? []).flatMap(({ foreignKey }) =>
      (foreignKey?.fields ?? []).map(({ name }) => name),
    ),
  ]);
  const anything = random.chance(0.25);
  const fields = model?.fields.filter(
    ({ kind, shape }) =>
      (kind === "scalar" || kind === "enum") && (anything || !used.has(shape.name)),
  );
  return pick(fields ?? [], random);
}

function has({ shape }: Field, attribute: string): boolean {
  return shape.node.attributes.some(({ name }) => name.text === attribute);
}

function blocks({ models, enums }: Schema): Block[] {
  return [...models, ...enums].map(({ shape }) => shape.block);
}

function inside({ source }: Span, { shape }: Model): boolean {
  return source === shape.block;
}

function renamed(schema: Schema, block: Block, name: string): Edit[] {
  const uses = schema.models.flatMap(({ fields }) =>
    fields.filter(({ type }) => type?.block === block),
  );
  return [block.name, ...uses.flatMap(({ shape }) => shape.node.type?.name ?? [])].map((at) =>
    replace(at, name),
  );
}

function replace(at: Span, text: string): Edit {
  return { at: { source: at.source, start: at.start, end: at.end }, text };
}

function replaceBlock(block: Block): Edit {
  return { at: { source: block, start: 0, end: block.text.length }, text: "" };
}

/** Behind a field, in front of its comment. */
function insert({ source, start, end }: Span, words: string): Edit {
  const line = /^[^\n]*?(?=\s*(?:\/\/|\n|$))/.exec(source.text.slice(start, end))?.[0] ?? "";
  const at = line.length < end - start && !line.includes("(") ? start + line.length : end;
  return { at: { source, start: at, end: at }, text: words };
}

/** As the last line but the closing brace. */
function addLine(block: Block, line: string): Edit {
  const last: Member | undefined = block.members.at(-1);
  const end = Math.max(block.text.lastIndexOf("}"), last?.end ?? 0);
  return { at: { source: block, start: end, end }, text: `\n${line}\n` };
}

/** Two lines in two blocks, or one edit when both are the same. */
function twoLines(one: Block, first: string, two: Block, second: string): Edit[] {
  if (one === two) return [addLine(one, `${first}\n${second}`)];
  return [addLine(one, first), addLine(two, second)];
}

function after(block: Block, text: string): Edit;
function after(block: Block | undefined, text: string): Edit | undefined;
function after(block: Block | undefined, text: string): Edit | undefined {
  const end = block?.text.length ?? 0;
  return block && { at: { source: block, start: end, end }, text };
}

function text({ source, start, end }: Span): string {
  return source.text.slice(start, end);
}

function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[random.below(items.length)];
}

function never(): never {
  throw new Error("nothing to pick from");
}
