/**
 * What the diagram costs between a keystroke and the picture: the graph cold and warm, the last
 * good version of a broken block, the neighbourhood of a model, the text for Mermaid.
 */
import { readFileSync } from "node:fs";
import type { Source } from "../../src/core/base/text.ts";
import { diffDiagrams } from "../../src/core/diagram/diff.ts";
import { diagramOf } from "../../src/core/diagram/graph.ts";
import { keepingLastGood, type LastGood } from "../../src/core/diagram/last-good.ts";
import { mermaidOf } from "../../src/core/diagram/mermaid.ts";
import { overviewOf } from "../../src/core/diagram/overview.ts";
import { select } from "../../src/core/diagram/select.ts";
import { defaults } from "../../src/core/lint/config.ts";
import type { Verdict } from "../../src/core/lint/rule.ts";
import { type SchemaCheck, schemaChecker } from "../../src/core/rules/check-schema.ts";
import { parseFile } from "../../src/core/schema/file.ts";
import { resolve } from "../../src/core/schema/resolve.ts";
import type { Inputs } from "./inputs.ts";
import { quantile } from "./statistics.ts";
import type { Row } from "./table.ts";

const share = 0.95;

export function diagramRows({ synthetic, schema: { middle } }: Inputs, runs: number): Row[] {
  const text = readFileSync(synthetic.files[0] ?? "", "utf8");
  const cold = Array.from({ length: runs }, () => {
    const schema = resolve([parseFile("schema.prisma", text)]);
    return timed(() => diagramOf(schema)).took;
  });
  const whole = diagramOf(resolve([parseFile("schema.prisma", text)]));
  const typed = typing(text, middle.model);
  const focused = whole.entities.map(({ id }) => {
    const around = timed(() =>
      select(whole, {
        show: { kind: "focus", on: [id], depth: 2 },
        detail: "all",
        enums: false,
      }),
    );
    const written = timed(() => mermaidOf(around.result.diagram));
    return { select: around.took, text: written.took };
  });
  const later = diagramOf(resolve([parseFile("schema.prisma", text.replaceAll("title", "name"))]));
  const often = <Result>(work: () => Result) =>
    quantile(
      Array.from({ length: runs }, () => timed(work).took),
      0.5,
    );
  const warm = (what: string, values: readonly number[], atMost: number): Row => ({
    what: `${what}, p95 of ${values.length}`,
    unit: "ms",
    ours: quantile(values, share),
    goal: { atMost },
  });
  return [
    { what: "diagram of 1,000 models, cold", unit: "ms", ours: quantile(cold, 0.5) },
    warm("a keystroke: last good blocks", typed.kept, 2),
    {
      what: `a keystroke: diagram with findings, median of ${typed.drawn.length}`,
      unit: "ms",
      ours: quantile(typed.drawn, 0.5),
      goal: { atMost: 2 },
    },
    warm("a keystroke: diagram with findings", typed.drawn, 10),
    warm("after a pause: the same with the places of all that moved", typed.settled, 20),
    warm("a keystroke in a broken header: last good and diagram", typed.broken, 20),
    warm(
      "focus on each model, depth 2: select",
      focused.map((one) => one.select),
      2,
    ),
    warm(
      "focus on each model, depth 2: Mermaid's text",
      focused.map((one) => one.text),
      2,
    ),
    {
      what: "Mermaid's text of 1,000 models",
      unit: "ms",
      ours: often(() => mermaidOf(whole)),
    },
    {
      what: "groups of 1,000 models",
      unit: "ms",
      ours: often(() => overviewOf(whole, "prefix")),
    },
    {
      what: "two versions of 1,000 models compared",
      unit: "ms",
      ours: often(() => diffDiagrams(later, whole)),
    },
  ];
}

function timed<Result>(work: () => Result): { readonly took: number; readonly result: Result } {
  const start = performance.now();
  const result = work();
  return { took: performance.now() - start, result };
}

/** 200 keystrokes in the model in the middle, then 20 while its header cannot be read. */
function typing(text: string, model: string) {
  const check = schemaChecker(defaults);
  let file = parseFile("schema.prisma", text);
  let kept: LastGood | undefined;
  let checked: SchemaCheck | undefined;
  const press = (next: string) => {
    file = parseFile("schema.prisma", next, file);
    const now = resolve([file]);
    // As the server does: rules over the whole schema wait for a pause.
    checked = check(now, checked);
    const verdicts = new Map<Source, Verdict[]>();
    for (const verdict of checked.files.flatMap((one) => one.verdicts)) {
      const same = verdicts.get(verdict.at.source);
      if (same) same.push(verdict);
      else verdicts.set(verdict.at.source, [verdict]);
    }
    const good = timed(() => keepingLastGood(kept, now));
    kept = good.result;
    const { schema, standIns } = kept;
    const verdictsOf = (piece: Source) => verdicts.get(piece);
    const drawn = timed(() => diagramOf(schema, verdictsOf, standIns, "may-lag"));
    return {
      kept: good.took,
      drawn: drawn.took,
      settle: () => timed(() => diagramOf(schema, verdictsOf, standIns)).took,
    };
  };
  press(text);
  const at = text.indexOf("}", text.indexOf(`model ${model} {`));
  const added = "  fee Decimal @db.Decimal(12, 2)\n".repeat(10).slice(0, 200);
  const settled: number[] = [];
  const keys = [...added].map((_, size) => {
    const key = press(text.slice(0, at) + added.slice(0, size + 1) + text.slice(at));
    // As somebody who types a word and looks up.
    if (size % 10 === 9) settled.push(key.settle());
    return key;
  });
  const broken = Array.from({ length: 20 }, (_, size) =>
    press(text.replace(`model ${model} {`, `model {${"x".repeat(size)}`)),
  );
  return {
    kept: keys.map((key) => key.kept),
    drawn: keys.map((key) => key.drawn),
    settled,
    broken: broken.map((key) => key.kept + key.drawn),
  };
}
