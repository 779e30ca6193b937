/**
 * A Markdown document with a diagram per group, each small enough for GitHub and in Mermaid that
 * its version reads. What a group points at in others is drawn by its name.
 */
import type { Diagram, Entity } from "./diagram.ts";
import { bestGrouping, type Grouping } from "./groups.ts";
import { type MermaidOptions, mermaidOf } from "./mermaid.ts";
import { type Detail, select } from "./select.ts";

export type MarkdownOptions = Omit<MermaidOptions, "portable"> & {
  /** `Database` where nothing is said. */
  readonly title?: string;
  /** The way that tells most apart where nothing is said. */
  readonly by?: Grouping;
  /** The most characters of one diagram. */
  readonly most?: number;
};

/** GitHub stops at 50,000. */
const usualMost = 45_000;

export function markdownOf(diagram: Diagram, options: MarkdownOptions = {}): string {
  const { title = "Database", by = bestGrouping(diagram), most = usualMost } = options;
  const sections = [...grouped(diagram, by)].flatMap(([group, entities]) => {
    const parts = inParts(diagram, entities, most, options);
    return parts.map((part, at) => {
      const number = parts.length > 1 ? ` (${at + 1} of ${parts.length})` : "";
      const heading = group === undefined ? "" : `## ${escaped(group)}${number}\n\n`;
      const alone = heading === "" && number !== "" ? `## Part${number}\n\n` : heading;
      return `${alone}\`\`\`mermaid\n${part.text}\`\`\`\n${documentation(part.entities)}`;
    });
  });
  return [`# ${escaped(title)}\n`, ...sections].join("\n");
}

/** By group in the order of the entities; what belongs to none comes last. */
function grouped(
  { entities }: Diagram,
  by: Grouping | undefined,
): Map<string | undefined, Entity[]> {
  const groups = new Map<string | undefined, Entity[]>();
  if (by === undefined) return groups.set(undefined, [...entities]);
  for (const entity of entities) {
    const group = entity.groups[by];
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), entity]);
  }
  const others = entities.filter(({ groups: own }) => own[by] === undefined);
  if (others.length > 0) groups.set(groups.has("Other") ? "Other models" : "Other", others);
  return groups;
}

type Part = { readonly text: string; readonly entities: readonly Entity[] };

/** In halves until each is small enough; what is too large alone is drawn with fewer rows. */
function inParts(
  diagram: Diagram,
  entities: readonly Entity[],
  most: number,
  options: MermaidOptions,
): Part[] {
  if (entities.length === 0) return [];
  const details: readonly Detail[] = entities.length > 1 ? ["all"] : ["all", "keys", "names"];
  for (const detail of details) {
    const text = textOf(diagram, entities, detail, options);
    if (text.length <= most) return [{ text, entities }];
  }
  if (entities.length > 1) {
    const middle = Math.ceil(entities.length / 2);
    return [
      ...inParts(diagram, entities.slice(0, middle), most, options),
      ...inParts(diagram, entities.slice(middle), most, options),
    ];
  }
  // So many relations that they alone are too much.
  const alone = { entities, enums: [], relations: [] };
  const text = textOf(alone, entities, "names", options);
  return [{ text, entities }];
}

function textOf(
  { entities, relations }: Diagram,
  own: readonly Entity[],
  detail: Detail,
  options: MermaidOptions,
): string {
  const ids = new Set(own.map(({ id }) => id));
  const touching = relations.filter(({ from }) => ids.has(from.entity));
  const reached = new Set(touching.map(({ to }) => to.entity));
  const drawn = entities.flatMap((entity) => {
    if (ids.has(entity.id)) return entity;
    return reached.has(entity.id) ? { ...entity, rows: [], indexes: [] } : [];
  });
  const part = { entities: drawn, enums: [], relations: touching };
  const { diagram } = select(part, { show: { kind: "all" }, detail, enums: false });
  return mermaidOf(diagram, { ...options, portable: true }).text;
}

function documentation(entities: readonly Entity[]): string {
  const told = entities.flatMap(({ id, doc }) =>
    doc === undefined ? [] : `- **${escaped(id)}**: ${escaped(doc)}\n`,
  );
  return told.length === 0 ? "" : `\n${told.join("")}`;
}

/** Nothing in a name or comment is Markdown or HTML. */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[\\`*_{}[\]()#+!|~<>&$@:-]/g, "\\$&")
    .trim();
}
