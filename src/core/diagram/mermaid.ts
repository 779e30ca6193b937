/**
 * A diagram as Mermaid's `erDiagram`, and what each node and edge of Mermaid's picture stands for.
 * Whatever a schema is called, the text parses and means the same.
 */
import type {
  Cardinality,
  Change,
  Diagram,
  DiagramRelation,
  Entity,
  EnumBox,
  Row,
} from "./diagram.ts";
import { asWritten, mermaidName, mermaidText, mermaidWord } from "./mermaid-words.ts";

export type Direction = "LR" | "RL" | "TB" | "BT";

export type MermaidOptions = {
  /** Left to right where nothing is said. */
  readonly direction?: Direction;
  /** Documentation of rows, cut short, as comments. */
  readonly comments?: boolean;
  /** For Mermaid 11 and older, which GitHub and editors use: no question mark behind a type. */
  readonly portable?: boolean;
};

export type Mermaid = {
  readonly text: string;
  /** In the order of the text. */
  readonly nodes: readonly MermaidNode[];
  /** In the order of the text. */
  readonly edges: readonly MermaidEdge[];
};

export type MermaidNode = {
  /** Of the SVG element; Mermaid may put the id of the whole picture and a hyphen before it. */
  readonly svgId: string;
  readonly kind: "entity" | "enum";
  /** Of the entity or enum. */
  readonly id: string;
  /** Names of rows, or values, from top to bottom. */
  readonly rows: readonly string[];
};

export type MermaidEdge = {
  /** As above; a relation of an entity with itself is drawn in parts whose ids differ. */
  readonly svgId: string;
} & (
  | { readonly kind: "relation"; readonly id: string }
  | { readonly kind: "enum"; readonly entity: string; readonly row: string }
);

export function mermaidOf(diagram: Diagram, options: MermaidOptions = {}): Mermaid {
  const lines = ["erDiagram", `  direction ${options.direction ?? "LR"}`];
  const nodes: MermaidNode[] = [];
  const names = new Names();
  for (const entity of diagram.entities) {
    const name = names.take("entity", entity.id);
    const rows = entity.rows.map((row) => rowLine(row, options));
    lines.push(...block(name, entity, rows));
    const rowNames = entity.rows.map((row) => row.name);
    nodes.push({ svgId: names.svgId(name), kind: "entity", id: entity.id, rows: rowNames });
  }
  for (const one of diagram.enums) {
    const name = names.take("enum", one.id);
    lines.push(
      ...block(
        name,
        one,
        one.values.map((value) => valueLine(value, one, options)),
      ),
    );
    nodes.push({ svgId: names.svgId(name), kind: "enum", id: one.id, rows: one.values });
  }
  const edges = [...relationEdges(diagram, names), ...enumEdges(diagram, names)].map(
    ({ line, from, to, edge }, at): MermaidEdge => {
      lines.push(line);
      return { ...edge, svgId: `id_${names.svgId(from)}_${names.svgId(to)}_${at}` };
    },
  );
  return { text: `${lines.join("\n")}\n`, nodes, edges };
}

/** What Mermaid calls the nodes: one name for each, in quotes. */
class Names {
  readonly #byId = new Map<string, string>();
  readonly #svgIds = new Map<string, string>();

  take(kind: MermaidNode["kind"], id: string): string {
    let name = mermaidName(id);
    // In a comparison, a model can have taken the name of an enum that went.
    while (this.#svgIds.has(name)) name += "_";
    this.#byId.set(`${kind} ${id}`, name);
    this.#svgIds.set(name, `entity-${asWritten(name)}-${this.#svgIds.size}`);
    return name;
  }

  of(kind: MermaidNode["kind"], id: string): string | undefined {
    return this.#byId.get(`${kind} ${id}`);
  }

  svgId(name: string): string {
    return this.#svgIds.get(name) ?? "";
  }
}

function block(name: string, { id, change }: Entity | EnumBox, rows: readonly string[]): string[] {
  const title = change === undefined ? "" : `["${mermaidText(`${id} (${change})`)}"]`;
  return rows.length === 0
    ? [`  "${name}"${title}`]
    : [`  "${name}"${title} {`, ...rows.map((row) => `    ${row}`), "  }"];
}

function rowLine(row: Row, { portable, comments }: MermaidOptions): string {
  const type = row.type.replace(/\?$/, "");
  const keys = [
    row.isPrimary ? "PK" : "",
    row.isForeign ? "FK" : "",
    row.isUnique ? "UK" : "",
  ].filter((key) => key !== "");
  const mark = row.isOptional && !portable ? "?" : "";
  const notes = [
    row.change ?? "",
    row.isOptional && portable ? "optional" : "",
    comments ? (row.doc ?? "") : "",
  ].filter((note) => note !== "");
  return [
    mermaidWord(type, portable) + mark,
    mermaidWord(row.name, portable),
    keys.join(", "),
    notes.length === 0 ? "" : `"${mermaidText(notes.join(", "))}"`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function valueLine(value: string, { valueChanges }: EnumBox, { portable }: MermaidOptions): string {
  const change =
    valueChanges && Object.hasOwn(valueChanges, value) ? valueChanges[value] : undefined;
  return `value ${mermaidWord(value, portable)}${change === undefined ? "" : ` "${change}"`}`;
}

type EmittedEdge = {
  readonly line: string;
  readonly from: string;
  readonly to: string;
  readonly edge:
    | { readonly kind: "relation"; readonly id: string }
    | { readonly kind: "enum"; readonly entity: string; readonly row: string };
};

/** The side that is pointed at comes first, so that it stands on the left. */
function relationEdges({ relations }: Diagram, names: Names): EmittedEdge[] {
  return relations.flatMap((relation) => {
    const isHeld = relation.kind === "composite";
    const [first, second] = isHeld ? [relation.from, relation.to] : [relation.to, relation.from];
    const from = names.of("entity", first.entity);
    const to = names.of("entity", second.entity);
    // Mermaid would make a node of its own for a name that stands only here.
    if (from === undefined || to === undefined) return [];
    const line = isHeld || relation.from.rows.length + relation.to.rows.length === 0 ? ".." : "--";
    const style = relation.kind === "implicit" ? "--" : line;
    const ends = `${left[first.cardinality]}${style}${right[second.cardinality]}`;
    return {
      line: `  "${from}" ${ends} "${to}" : "${mermaidText(labelOf(relation))}"`,
      from,
      to,
      edge: { kind: "relation" as const, id: relation.id },
    };
  });
}

const left: Readonly<Record<Cardinality, string>> = { one: "||", "zero-or-one": "|o", many: "}o" };
const right: Readonly<Record<Cardinality, string>> = { one: "||", "zero-or-one": "o|", many: "o{" };

function labelOf({ from, to, name, change }: DiagramRelation): string {
  const label = from.field ?? name ?? to.field ?? "";
  return change === undefined ? label : `${label} (${signs[change]})`;
}

const signs: Readonly<Record<Change, string>> = {
  added: "added",
  removed: "removed",
  changed: "changed",
};

function enumEdges({ entities, enums }: Diagram, names: Names): EmittedEdge[] {
  if (enums.length === 0) return [];
  return entities.flatMap(({ id, rows }) =>
    rows.flatMap((row) => {
      const from = names.of("entity", id);
      const to = row.refersTo === undefined ? undefined : names.of("enum", row.refersTo);
      if (from === undefined || to === undefined) return [];
      return {
        line: `  "${from}" }o..|| "${to}" : "${mermaidText(row.name)}"`,
        from,
        to,
        edge: { kind: "enum" as const, entity: id, row: row.name },
      };
    }),
  );
}
