/**
 * What EXPLAIN's text says below the tree: planning, execution, settings, triggers, JIT → the
 * properties of JSON.
 */
import { readBuffersLine } from "./text-detail.ts";
import { listed } from "./text-name.ts";

type Draft = Record<string, unknown>;

/** Lines that it does not know are passed over. */
export function readFooter(lines: readonly string[]): Draft {
  const triggers: Draft[] = [];
  const footer: Draft = { Triggers: triggers };
  let part: Draft = footer;
  for (const line of lines) {
    const text = line.trim();
    if (text === "Planning:" || text === "JIT:") {
      part = {};
      footer[text.slice(0, -1)] = part;
    } else if (text.startsWith("Trigger ")) triggers.push(readTrigger(text));
    else readLine(text, footer, part);
  }
  return footer;
}

function readLine(text: string, footer: Draft, part: Draft): void {
  const [, name = "", value = ""] = /^([A-Za-z ]+?): (.*)$/.exec(text) ?? [];
  if (name === "Buffers") readBuffersLine(value, part);
  else if (name === "Functions") part.Functions = Number.parseInt(value, 10) || 0;
  else if (name === "Timing") part.Timing = readTiming(value);
  else if (name === "Settings") footer.Settings = readSettings(value);
  else if (name === "Serialization") footer.Serialization = readSerialization(value);
  else if (/^(?:Planning|Execution) time$/i.test(name)) {
    footer[name.replace("time", "Time")] = Number.parseFloat(value);
  }
}

/** `Generation 1.5 ms (Deform 0.7 ms), Inlining 0.0 ms, …, Total 20.1 ms`. */
function readTiming(text: string): Draft {
  const times = [...text.matchAll(/([A-Z]\w+) ([\d.]+) ms/g)];
  return Object.fromEntries(times.map(([, name = "", time]) => [name, Number(time)]));
}

/** `work_mem = '64kB', enable_seqscan = 'off'`. */
function readSettings(text: string): Draft {
  return Object.fromEntries(
    listed(text).flatMap((setting) => {
      const [, name, value = ""] = /^(\S+) = '(.*)'$/s.exec(setting) ?? [];
      return name === undefined ? [] : [[name, value.replaceAll("''", "'")]];
    }),
  );
}

/** `time=0.006 ms  output=1kB  format=text`. */
function readSerialization(text: string): Draft {
  const time = /time=([\d.]+)/.exec(text)?.[1];
  return {
    ...(time !== undefined && { Time: Number(time) }),
    "Output Volume": Number(/output=(\d+)kB/.exec(text)?.[1] ?? 0),
    Format: /format=(\w+)/.exec(text)?.[1] ?? "text",
  };
}

/** `Trigger a_fkey on t: time=0.1 calls=1`, `Trigger RI_… for constraint a_fkey on t: calls=1`. */
function readTrigger(text: string): Draft {
  const found =
    /^Trigger (?:for constraint (?<key>.+?)|(?<name>.+?)(?: for constraint (?<constraint>.+?))?)(?: on (?<relation>.+?))?: (?:time=(?<time>[\d.]+) )?calls=(?<calls>\d+)$/.exec(
      text,
    )?.groups;
  if (found === undefined) return { "Trigger Name": text };
  const constraint = found.key ?? found.constraint;
  return {
    "Trigger Name": found.name ?? constraint ?? "",
    ...(constraint !== undefined && { "Constraint Name": constraint }),
    ...(found.relation !== undefined && { Relation: found.relation }),
    ...(found.time !== undefined && { Time: Number(found.time) }),
    Calls: Number(found.calls),
  };
}
