/** A small reader of Mermaid's ER text, strict about the forms that we emit. */

export type ReadMermaid = {
  readonly entities: readonly { readonly name: string; readonly rows: readonly string[] }[];
  readonly relations: readonly string[];
};

const header = /^ {2}"([^"]+)"(?:\["[^"]*"\])?( \{)?$/;
const row = /^ {4}(\S+) (\S+)((?: (?:PK|FK|UK),?)*)(?: "[^"]*")?$/;
const relation = /^ {2}"([^"]+)" (\S\S)(--|\.\.)(\S\S) "([^"]+)" : "([^"]*)"$/;

export function readMermaid(text: string): ReadMermaid {
  const [first, direction, ...lines] = text.trimEnd().split("\n");
  if (first !== "erDiagram" || !/^ {2}direction (LR|RL|TB|BT)$/.test(direction ?? "")) {
    throw new Error(`The text begins with ${first} and ${direction}`);
  }
  const read: Reading = { entities: [], relations: [], open: undefined };
  for (const line of lines) {
    const isRead = read.open === undefined ? readOutside(line, read) : readInside(line, read);
    if (!isRead) throw new Error(`This line cannot be read: ${line}`);
  }
  return read;
}

type Reading = {
  readonly entities: { readonly name: string; readonly rows: string[] }[];
  readonly relations: string[];
  /** The rows of the block that has not ended. */
  open: string[] | undefined;
};

function readOutside(line: string, read: Reading): boolean {
  const begun = header.exec(line);
  if (begun) {
    const rows: string[] = [];
    read.entities.push({ name: decoded(begun[1] ?? ""), rows });
    if (begun[2]) read.open = rows;
    return true;
  }
  const [edge, from = "", left, style, right, to = "", label = ""] = relation.exec(line) ?? [];
  if (edge === undefined) return false;
  read.relations.push(
    `${decoded(from)} ${left}${style}${right} ${decoded(to)} ${decoded(label)}`.trimEnd(),
  );
  return true;
}

function readInside(line: string, read: Reading): boolean {
  const cells = row.exec(line);
  if (cells) read.open?.push(`${cells[2]}: ${cells[1]}${cells[3]}`);
  else if (line !== "  }") return false;
  else read.open = undefined;
  return true;
}

function decoded(text: string): string {
  return text.replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
