/**
 * The thread in which ELK computes positions, so that it never stops the server. Knows one graph at
 * a time and nothing of diagrams.
 */
import { parentPort } from "node:worker_threads";
import ElkConstructor, { type ElkNode } from "elkjs/lib/elk.bundled.js";
import type { ElkAnswer, ElkGraph } from "../core/diagram/elk-graph.ts";
import type { ElkReply, ElkTask } from "./elk-thread.ts";

const elk = new ElkConstructor();

parentPort?.on("message", ({ id, graph }: ElkTask) => {
  answer(graph).then(
    (layout) => parentPort?.postMessage({ id, layout } satisfies ElkReply),
    (error: unknown) => {
      const crash = error instanceof Error ? error.message : String(error);
      parentPort?.postMessage({ id, crash } satisfies ElkReply);
    },
  );
});

async function answer(graph: ElkGraph): Promise<ElkAnswer> {
  // Its types want arrays that it may write to, and it writes into the graph.
  const laid: ElkNode = await elk.layout(structuredClone(graph) as ElkNode);
  return {
    nodes: (laid.children ?? []).map(({ x = 0, y = 0 }) => ({ x, y })),
    edges: (laid.edges ?? []).map(({ sections }) => {
      const [section] = sections ?? [];
      if (section === undefined) return [];
      const { startPoint, bendPoints = [], endPoint } = section;
      return [startPoint, ...bendPoints, endPoint];
    }),
  };
}
