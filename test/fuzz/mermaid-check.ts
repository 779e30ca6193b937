/**
 * Whether Mermaid reads from our text what we meant: every node, row and edge in its order, under
 * the ids that we foretell. Throws an Error that says what differs.
 */
import mermaid from "mermaid";
import type { Diagram } from "../../src/core/diagram/diagram.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { type MermaidOptions, mermaidOf } from "../../src/core/diagram/mermaid.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import { hostileSchema, renamed } from "./hostile.ts";
import { pick, type Random, randomFrom } from "./random.ts";

/** What Mermaid keeps of an ER diagram; its types do not tell. */
type Read = {
  getEntities(): ReadonlyMap<
    string,
    { readonly id: string; readonly attributes: readonly { readonly name: string }[] }
  >;
  getData(): { readonly edges: readonly { readonly id: string }[] };
  getDirection(): string;
};

let isReady = false;

export async function checkMermaid(diagram: Diagram, options: MermaidOptions = {}): Promise<void> {
  const { text, nodes, edges } = mermaidOf(diagram, options);
  // The first call loads the grammars; after that the inner reader knows them.
  if (!isReady) await mermaid.parse("erDiagram\n");
  isReady = true;
  mermaid.initialize({ maxTextSize: 1e8 });
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const read = db as unknown as Read;
  const entities = [...read.getEntities().values()];
  same(
    "the ids of nodes",
    nodes.map(({ svgId }) => svgId),
    entities.map(({ id }) => id),
  );
  const rows = nodes.map((node) => node.rows.length);
  same(
    "the rows",
    rows,
    entities.map(({ attributes }) => attributes.length),
  );
  const ids = read.getData().edges.map(({ id }) => id);
  same(
    "the ids of edges",
    edges.map(({ svgId }) => svgId),
    ids,
  );
  same("the direction", [options.direction ?? "LR"], [read.getDirection()]);
  same(
    "the entities",
    diagram.entities.map(({ id }) => id),
    idsOf(nodes, "entity"),
  );
}

function idsOf(nodes: readonly { kind: string; id: string }[], wanted: string): string[] {
  return nodes.filter(({ kind }) => kind === wanted).map(({ id }) => id);
}

function same(what: string, ours: readonly unknown[], theirs: readonly unknown[]): void {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return;
  throw new Error(`${what} differ: ${JSON.stringify(ours)} is ${JSON.stringify(theirs)}`);
}

/** One generated schema and one with names beyond all grammar; the seed alone repeats them. */
export async function checkHostile(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const diagram = diagramOf(resolve([parseFile("schema.prisma", hostileSchema(random))]));
  await checkMermaid(diagram, optionsFrom(random));
  await checkMermaid(renamed(diagram, random), optionsFrom(random));
}

function optionsFrom(random: Random): MermaidOptions {
  return {
    direction: pick(random, ["LR", "RL", "TB", "BT"]),
    comments: random(2) === 0,
    portable: random(2) === 0,
  };
}
