/**
 * Positions for a diagram behind one async function. ELK runs in a worker thread; what was laid out
 * once is remembered by part, so that an edit costs the layout of what it touches.
 */
import { elkGraph } from "../core/diagram/elk-graph.ts";
import type { LayoutRequest, PartRequest } from "../core/diagram/layout-request.ts";
import {
  type Layout,
  layoutResult,
  loosePart,
  type PartLayout,
  partOfAnswer,
  slotsOf,
} from "../core/diagram/layout-result.ts";
import type { Point } from "../core/diagram/route.ts";
import { starPart } from "../core/diagram/star.ts";
import { elkThread, inFlight } from "./elk-thread.ts";

export type LayoutWish = {
  readonly signal?: AbortSignal;
  /** A newer wish of the same lane ends this one. */
  readonly lane?: string;
  /** What is shown now; it moves as little as possible. Leave it out to tidy up. */
  readonly before?: Layout | undefined;
  /** What the user dragged: the corner of each box. */
  readonly pins?: ReadonlyMap<string, Point>;
};

export type LayoutEngine = {
  /** Starts the thread and lets ELK practise: its first graphs take several times as long. */
  readonly warmUp: () => Promise<void>;
  /** Never rejects. Undefined when it was cancelled. */
  readonly layout: (request: LayoutRequest, wish: LayoutWish) => Promise<Layout | undefined>;
  /** How many parts ELK has laid out, those it remembered not counted. */
  readonly runs: () => number;
  readonly stop: () => Promise<void>;
};

const mostRemembered = 600;
const warmRounds = 40;

/** As usual groups are: a web of relations, and all that hangs on one box. */
const warmParts = [warmPart((at) => (at * at) % Math.max(1, at)), warmPart(() => 0)] as const;

/** `parentOf` says what each box refers to, of those before it. */
function warmPart(parentOf: (at: number) => number): PartRequest {
  const nodes = Array.from({ length: 24 }, (_, at) => ({
    id: `${at}`,
    width: 200 + (at % 5) * 16,
    height: 120 + (at % 7) * 22,
  }));
  const edges = Array.from({ length: 30 }, (_, index) => {
    const at = index % 24;
    const source = { node: `${parentOf(at)}`, side: "east", offset: 40 } as const;
    const side = parentOf(at) === at ? "east" : "west";
    return { id: `${index}`, source, target: { node: `${at}`, side, offset: 62 } as const };
  });
  return { key: "", nodes, edges };
}

type Remembered = {
  readonly layout: PartLayout;
  /** Laid out with no regard to what was there before. */
  readonly isTidy: boolean;
};

/** `script` is the path of the bundled worker. */
export function startLayout(script: string, log: (message: string) => void): LayoutEngine {
  const thread = elkThread(script, log);
  const known = new Map<string, Remembered>();
  const lanes = new Map<string, AbortController>();
  let wishes = 0;

  async function partLayout(
    part: PartRequest,
    request: LayoutRequest,
    slots: ReadonlyMap<string, Point>,
    signal: AbortSignal,
  ): Promise<PartLayout | undefined> {
    if (part.edges.length === 0) return loosePart(part, slots);
    const { direction } = request.view;
    const star = starPart(part, direction);
    if (star !== undefined) return star;
    const graph = elkGraph(part, direction, slots);
    const answer = await thread.run(graph, signal);
    if (signal.aborted) return undefined;
    return answer === undefined ? loosePart(part, slots) : partOfAnswer(part, answer);
  }

  function remember(key: string, remembered: Remembered): void {
    known.delete(key);
    known.set(key, remembered);
    const [oldest] = known.keys();
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest);
  }

  async function layout(request: LayoutRequest, wish: LayoutWish): Promise<Layout | undefined> {
    wishes++;
    const signal = signalOf(wish, lanes);
    const slots = slotsOf(wish.before);
    // To tidy up is to forget what an edit made.
    const isTidy = wish.before === undefined;
    const parts = new Map<string, PartLayout>();
    const left = request.groups.flatMap((group) => group.parts).values();
    const laidOut = async (part: PartRequest) => {
      // Boxes without lines stand where they stood, which no key tells, and cost nothing.
      const found = part.edges.length === 0 ? undefined : known.get(part.key);
      if (found !== undefined && (found.isTidy || !isTidy)) return found;
      const laid = await partLayout(part, request, slots, signal);
      return laid && { layout: laid, isTidy };
    };
    const layOut = async () => {
      for (const part of left) {
        const remembered = await laidOut(part);
        if (remembered === undefined) return;
        remember(part.key, remembered);
        parts.set(part.key, remembered.layout);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, layOut));
    if (signal.aborted) return undefined;
    return layoutResult(request, parts, wish.before, wish.pins ?? new Map());
  }

  return {
    async warmUp() {
      const { signal } = new AbortController();
      // Compiled code comes with use. A real wish is use enough.
      for (let round = 0; round < warmRounds && wishes === 0; round++) {
        for (const part of warmParts) {
          await thread.run(elkGraph(part, "right", new Map()), signal);
        }
      }
    },
    layout,
    runs: thread.runs,
    stop: thread.stop,
  };
}

function signalOf({ signal, lane }: LayoutWish, lanes: Map<string, AbortController>): AbortSignal {
  if (lane === undefined) return signal ?? new AbortController().signal;
  lanes.get(lane)?.abort();
  const own = new AbortController();
  lanes.set(lane, own);
  return signal === undefined ? own.signal : AbortSignal.any([signal, own.signal]);
}
