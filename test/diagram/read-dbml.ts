/**
 * A small checker of DBML's grammar, in the forms that we emit: throws at the first line that the
 * language does not have, and answers with what is declared.
 */

const name = '"[^"\\\\\\n]*"';
const table = `(?:${name}\\.)?${name}`;
const literal = "'(?:[^'\\\\\\n]|\\\\.)*'";
const columns = `(?:${name}|\\(${name}(?:, ${name})*\\))`;
const columnSetting = `(?:pk|unique|not null|note: ${literal})`;
const refSetting = "(?:delete|update): (?:cascade|restrict|no action|set null|set default)";
const list = (item: string) => `\\[${item}(?:, ${item})*\\]`;
const line = (pattern: string) => new RegExp(`^${pattern}$`, "u");

const lines = {
  outside: {
    enum: line(`Enum (${table}) \\{`),
    table: line(`Table (${table}) \\{`),
    reference: line(
      `Ref: (${table}\\.${columns}) (>|-|<>) (${table}\\.${columns})(?: ${list(refSetting)})?`,
    ),
    blank: line(""),
  },
  enum: { value: line(`  (${name})`), end: line("\\}") },
  table: {
    column: line(`  (${name}) (?:[A-Za-z_]\\w*|${name})(?: ${list(columnSetting)})?`),
    note: line(`  Note: ${literal}`),
    indexes: line("  indexes \\{"),
    blank: line(""),
    end: line("\\}"),
  },
  indexes: {
    index: line(`    \\(${name}(?:, ${name})*\\)(?: \\[(?:pk|unique)\\])?`),
    end: line("  \\}"),
  },
};

export type ReadDbml = {
  readonly tables: string[];
  readonly columns: string[];
  readonly enums: string[];
  readonly references: string[];
};

type Room = keyof typeof lines;

export function readDbml(text: string): ReadDbml {
  const read: ReadDbml = { tables: [], columns: [], enums: [], references: [] };
  let where: Room = "outside";
  for (const one of text.split("\n")) {
    const kinds = Object.entries<RegExp>(lines[where]);
    const kind = kinds.find(([, pattern]) => pattern.test(one))?.[0];
    if (kind === undefined) throw new Error(`Not DBML, ${where}: ${one}`);
    keep(read, kind, one);
    where = next(where, kind);
  }
  if (where !== "outside") throw new Error(`A block is open at the end: ${where}`);
  return read;
}

function next(where: Room, kind: string): Room {
  if (kind === "end") return where === "indexes" ? "table" : "outside";
  return kind === "table" || kind === "enum" || kind === "indexes" ? kind : where;
}

function keep(read: ReadDbml, kind: string, one: string): void {
  const [first = ""] = new RegExp(table).exec(one) ?? [];
  if (kind === "table") read.tables.push(first);
  if (kind === "enum") read.enums.push(first);
  if (kind === "column") read.columns.push(`${read.tables.at(-1)}.${first}`);
  if (kind === "reference") read.references.push(one);
}
