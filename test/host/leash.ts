/**
 * A process that runs another program only as long as its owner lives. It leads a process group of its own,
 * and when its standard input closes — the owner ended, even by SIGKILL — it takes the whole group with it.
 * Usage: node leash.mjs <program> [arguments]
 */
import { spawn } from "node:child_process";

const [program = "", ...rest] = process.argv.slice(2);
const child = spawn(program, rest, { stdio: ["ignore", "inherit", "inherit"] });

child.on("error", (error) => {
  console.error(error.message);
  endAll();
});
child.on("exit", endAll);
process.stdin.on("end", endAll).on("error", endAll).resume();
// The program gets the signal too and says when it is done; until then its children must not lose their leash.
process.on("SIGTERM", () => {});
process.on("SIGINT", () => {});

function endAll(): void {
  process.kill(-process.pid, "SIGKILL");
}
