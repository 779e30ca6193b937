/**
 * What the preview of a migration costs between a keystroke and its SQL: the file read again, its
 * models, what differs, the engine in its thread and the way there and back. Beside it the same
 * engine with both versions as a whole.
 */
import { join } from "node:path";
import { parseFile, type SchemaFile } from "../../src/core/schema/file.ts";
import { resolve, type Schema } from "../../src/core/schema/resolve.ts";
import { liveDiff } from "../../src/engines/live-diff.ts";
import {
  type DiffResult,
  type SchemaEngine,
  startSchemaEngine,
} from "../../src/engines/schema-engine.ts";
import type { Inputs } from "./inputs.ts";
import { project } from "./places.ts";
import { quantile } from "./statistics.ts";
import { type Random, randomFrom } from "./synthetic.ts";
import type { Row } from "./table.ts";

/** Lines that are typed, one character at a time; most of what stands there meanwhile is refused. */
const lines = [
  "  fee Decimal? @db.Decimal(12, 2)",
  '  colour String @default("red")',
  "  checkedAt DateTime? @db.Timestamptz(6)",
  "  @@index([id, status])",
];

/** Models that differ from the version compared with, before everything is taken back. */
const mostModels = 5;

export async function previewRows({ schema }: Inputs, keystrokes: number): Promise<Row[]> {
  const script = join(project, "dist/schema-engine-worker.cjs");
  const engine = startSchemaEngine(script, (message) => console.error(message));
  const text = (departments: number) =>
    [schema.head, ...schema.departments.slice(0, departments)].join("\n");
  try {
    return [
      ...(await rowsOf("100 models", text(4), 30, engine, keystrokes)),
      ...(await rowsOf("1,000 models", text(schema.departments.length), 100, engine, keystrokes)),
    ];
  } finally {
    await engine.stop();
  }
}

async function rowsOf(
  name: string,
  text: string,
  atMost: number,
  engine: SchemaEngine,
  keystrokes: number,
): Promise<Row[]> {
  const whole = await wholeTimes(text, engine);
  const typed = await typing(text, engine, keystrokes);
  const accepted = typed.filter(({ result }) => result.ok).map(({ took }) => took);
  const all = typed.map(({ took }) => took);
  const row = (what: string, times: readonly number[], share: number): Row => ({
    what: `${name}, a keystroke to ${what}, p${share * 100} of ${times.length}`,
    unit: "ms",
    ours: quantile(times, share),
    peer: quantile(whole, share),
    ...(share === 0.95 ? { goal: { atMost } } : {}),
  });
  return [
    row("SQL or a refusal", all, 0.5),
    row("SQL or a refusal", all, 0.95),
    row("SQL", accepted, 0.5),
    row("SQL", accepted, 0.95),
  ];
}

/** Both versions as a whole, without reading them first. */
async function wholeTimes(text: string, engine: SchemaEngine): Promise<number[]> {
  const side = (content: string) => ({
    kind: "schema" as const,
    files: [["schema.prisma", content]] as const,
  });
  const times: number[] = [];
  for (let run = 0; run < 12; run++) {
    const start = performance.now();
    await engine.diff(side(text), side(text.replace("quantity", `quantity${run}`)));
    times.push(performance.now() - start);
  }
  return times;
}

type Key = { readonly took: number; readonly result: DiffResult };

async function typing(text: string, engine: SchemaEngine, keystrokes: number): Promise<Key[]> {
  const random = randomFrom(7);
  const diff = liveDiff(engine);
  let file: SchemaFile = parseFile("schema.prisma", text);
  const from: Schema = resolve([file]);
  // The version compared with is read once, when the preview opens.
  await diff(from, from);
  const keys: Key[] = [];
  let base = text;
  let models = 0;
  while (keys.length < keystrokes) {
    if (models++ === mostModels) [base, models] = [text, 0];
    const line = lines[random.below(lines.length)] ?? "";
    const at = endOfSomeModel(base, random);
    for (let size = 1; size <= line.length && keys.length < keystrokes; size++) {
      const now = `${base.slice(0, at)}${line.slice(0, size)}\n${base.slice(at)}`;
      const start = performance.now();
      file = parseFile("schema.prisma", now, file);
      const result = await diff(from, resolve([file]));
      keys.push({ took: performance.now() - start, result });
    }
    base = `${base.slice(0, at)}${line}\n${base.slice(at)}`;
  }
  return keys;
}

function endOfSomeModel(text: string, random: Random): number {
  const starts = [...text.matchAll(/^model /gm)].map(({ index }) => index);
  return text.indexOf("}", starts[random.below(starts.length)]);
}
