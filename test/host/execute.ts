/** Runs another program to its end and hands back what it said. It never outlives this process. */
import { spawn } from "node:child_process";
import { atEnd } from "./ending.ts";

export type Executed = { readonly status: number; readonly output: string };

type Options = {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What ends the program when this process ends first. */
  readonly endWith?: NodeJS.Signals;
};

/** A program that could not be started has status 127, one that was killed 1. */
export async function execute(
  program: string,
  parameters: readonly string[],
  { cwd, environment, endWith }: Options = {},
): Promise<Executed> {
  // Programs for Windows are often .cmd files, which only its shell can start.
  const shell = process.platform === "win32";
  const [command = "", ...words] = [program, ...parameters].map((word) =>
    shell ? `"${word}"` : word,
  );
  const child = spawn(command, words, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    shell,
  });
  const release = atEnd(() => child.kill(endWith));
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => said.push(text));
  const status = await new Promise<number>((resolve) => {
    child.on("error", (error) => {
      said.push(error.message);
      resolve(127);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });
  release();
  return { status, output: said.join("") };
}
