/** What a running process costs: its memory, with all processes that it started, and its time. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

type Process = { readonly id: number; readonly parent: number; readonly kilobytes: number };

/** Resident set in MB (2²⁰ bytes); undefined on a system that tells neither way. */
export function residentMemory(root: number): number | undefined {
  const all = existsSync("/proc/self/status") ? fromProc() : fromPs();
  const own = all.find(({ id }) => id === root);
  return own && withChildren(own, all) / 1024;
}

/** Milliseconds of processor time of all its threads so far; undefined where /proc is missing. */
export function processorTime(id: number): number | undefined {
  const file = `/proc/${id}/stat`;
  if (!existsSync(file)) return undefined;
  // The name in front may hold anything; behind it, fields 14 and 15 count hundredths of seconds.
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function withChildren(one: Process, all: readonly Process[]): number {
  return all
    .filter(({ parent }) => parent === one.id)
    .reduce((sum, child) => sum + withChildren(child, all), one.kilobytes);
}

function fromProc(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const status = readFileSync(`/proc/${name}/status`, "utf8");
        const number = (key: string) =>
          Number(new RegExp(`^${key}:\\s*(\\d+)`, "m").exec(status)?.[1] ?? 0);
        return [{ id: Number(name), parent: number("PPid"), kilobytes: number("VmRSS") }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function fromPs(): Process[] {
  if (process.platform === "win32") return [];
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" });
  return lines
    .trim()
    .split("\n")
    .map((line) => {
      const [id = 0, parent = 0, kilobytes = 0] = line.trim().split(/\s+/).map(Number);
      return { id, parent, kilobytes };
    });
}
