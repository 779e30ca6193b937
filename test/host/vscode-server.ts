/** Starts and ends the VS Code server inside code-server: plain VS Code for a browser, without code-server's login. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { atEnd, endGroup } from "./ending.ts";
import { type Executed, execute } from "./execute.ts";
import { buildFolder } from "./places.ts";
import { Trouble, trace } from "./telling.ts";
import type { Tools } from "./tools.ts";

export type ServerWish = {
  readonly userDataDir: string;
  readonly extensionsDir: string;
  readonly trustEverything: boolean;
  /** Reports what happens in the workbench to whoever opened the page. */
  readonly reportToPage?: boolean;
  /** Keeps out everyone who does not know it: whoever reaches the workbench can run programs. */
  readonly token?: string;
  readonly environment?: Readonly<Record<string, string>>;
};

export type VscodeServer = {
  readonly port: number;
  readonly address: string;
  /** Settles when the server is gone, wanted or not. */
  readonly gone: Promise<void>;
  readonly lastWords: () => string;
  readonly stop: () => Promise<void>;
};

const readyWithin = 60_000;
const leaveWithin = 3_000;

export async function startServer(tools: Tools, wish: ServerWish): Promise<VscodeServer> {
  const port = await freePort();
  mkdirSync(wish.extensionsDir, { recursive: true });
  mkdirSync(wish.userDataDir, { recursive: true });
  const log = join(wish.userDataDir, "server.log");
  const child = spawnLeashed(
    [tools.node, tools.serverMain, ...serverArguments(wish, port)],
    log,
    wish,
  );
  const release = atEnd(() => endGroup(child.pid));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lastWords = () => lastLines(log);
  const address = `http://127.0.0.1:${port}/`;
  await waitUntilReady(address, child, lastWords);
  trace(`VS Code server at ${address}`);
  const stop = async () => {
    endGroup(child.pid, "SIGTERM");
    const late = setTimeout(() => endGroup(child.pid), leaveWithin);
    await gone;
    clearTimeout(late);
    release();
  };
  return { port, address, gone, lastWords, stop };
}

/** Runs one of the server's own command-line verbs (--install-extension, --list-extensions, …). */
export async function runServerVerb(tools: Tools, verb: readonly string[]): Promise<Executed> {
  return await execute(tools.node, [tools.serverMain, "--accept-server-license-terms", ...verb]);
}

/**
 * The environment that collects in one folder what VS Code and browsers otherwise leave behind all over the
 * machine: sockets, caches, an identifier of the device.
 */
export function leftoversIn(folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  return { TMPDIR: folder, XDG_CACHE_HOME: folder };
}

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === "object" ? address.port : 0));
    });
  });
}

/** Asks as a browser that was let in with the token. Answers the status, if there is any. */
export async function answersWith(address: string, token = ""): Promise<number | undefined> {
  try {
    const headers = { cookie: `vscode-tkn=${token}` };
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(5_000) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}

function serverArguments(wish: ServerWish, port: number): string[] {
  return [
    ...["--host", "127.0.0.1", "--port", String(port)],
    ...(wish.token ? ["--connection-token", wish.token] : ["--without-connection-token"]),
    "--accept-server-license-terms",
    ...["--server-data-dir", join(wish.userDataDir, "server")],
    ...["--user-data-dir", wish.userDataDir],
    ...["--extensions-dir", wish.extensionsDir],
    ...["--telemetry-level", "off"],
    ...(wish.trustEverything ? ["--disable-workspace-trust"] : []),
    ...(wish.reportToPage ? ["--enable-smoke-test-driver"] : []),
  ];
}

function spawnLeashed(command: readonly string[], log: string, wish: ServerWish): ChildProcess {
  const file = openSync(log, "w");
  const child = spawn(process.execPath, [join(buildFolder, "leash.mjs"), ...command], {
    detached: true,
    env: { ...process.env, ...wish.environment },
    stdio: ["pipe", file, file],
  });
  closeSync(file);
  child.stdin?.on("error", () => {});
  return child;
}

async function waitUntilReady(
  address: string,
  child: ChildProcess,
  lastWords: () => string,
): Promise<void> {
  const started = Date.now();
  for (;;) {
    const status = await answersWith(address);
    if (status !== undefined && status < 500) return;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Trouble(
        "The VS Code server ended while starting.",
        lastWords() || "It said nothing.",
        "Delete .host/tools so that it is fetched again, then run the command again.",
      );
    if (Date.now() - started > readyWithin)
      throw new Trouble(
        `The VS Code server did not answer within ${readyWithin / 1000} s.`,
        lastWords() || "It said nothing.",
        "Run the command again when the machine is less busy.",
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-6).join("\n");
  } catch {
    return "";
  }
}
