/**
 * Stops a PostgreSQL server and starts it again on the same data and port, with the settings that it
 * was started with. Knows a folder of data, and no client.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type Pause = {
  /** Ends all sessions, as an administrator does. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Of what `start` has started; what ran before belongs to whoever started it. */
  readonly end: () => Promise<void>;
};

export function pauseOf(data: string): Pause {
  let started: ChildProcess | undefined;
  return {
    async stop() {
      const file = join(data, "postmaster.pid");
      const [id] = readFileSync(file, "utf8").split("\n");
      process.kill(Number(id), "SIGINT");
      // It goes when the last process has gone.
      while (existsSync(file)) await sleep(20);
    },
    async start() {
      const told = readFileSync(join(data, "postmaster.opts"), "utf8");
      const [binary = ""] = told.split(' "');
      const options = [...told.matchAll(/"([^"]*)"/g)].map(([, option = ""]) => option);
      const { uid, gid } = statSync(data);
      const owner = process.getuid?.() === 0 ? { uid, gid } : {};
      started = spawn(binary, options, {
        ...owner,
        cwd: data,
        stdio: ["ignore", "ignore", "pipe"],
      });
      const server = started;
      process.once("exit", () => server.kill("SIGQUIT"));
      await ready(server);
    },
    async end() {
      if (started === undefined || started.exitCode !== null) return;
      const gone = once(started, "exit");
      started.kill("SIGINT");
      await gone;
    },
  };
}

async function ready(server: ChildProcess): Promise<void> {
  let said = "";
  await new Promise<void>((resolve, reject) => {
    server.stderr?.on("data", (data) => {
      said += data;
      if (said.includes("ready to accept connections")) resolve();
    });
    server.once("exit", (code) => reject(new Error(`postgres ended (${code}): ${said}`)));
  });
}
