/** The thread that reads the code: it can be stopped, it may die, and the next question is answered. */
import { join } from "node:path";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { type QueryScanner, startQueryScanner } from "../../src/project/query-scanner.ts";
import { bundle } from "../support/bundle.ts";
import { plant, temporaryFolders } from "../support/temp-folder.ts";

vi.setConfig({ testTimeout: 20_000 });

const folder = temporaryFolders();
let script = "";
beforeAll(async () => {
  script = await bundle("query-scan-worker", folder());
}, 30_000);

const asks = "db.user.findMany({ where: { email } });\n";
const scanners: QueryScanner[] = [];
const log: string[] = [];

function start(worker = script): QueryScanner {
  const scanner = startQueryScanner(worker, (message) => log.push(message));
  scanners.push(scanner);
  return scanner;
}

afterEach(async () => {
  for (const scanner of scanners.splice(0)) await scanner.stop();
  log.length = 0;
});

const never = new AbortController().signal;
const silent = () => {};

test("a scan keeps what it found, and tells how far it is", async () => {
  const root = folder({ "a.ts": asks, "b.ts": asks, "c.ts": "" });
  const scanner = start();
  const progress: number[][] = [];
  expect(await scanner.scan([root], (...step) => progress.push(step), never)).toBe(true);
  expect([...scanner.calls.keys()]).toEqual([join(root, "a.ts"), join(root, "b.ts")]);
  expect(progress.at(-1)).toEqual([3, 3]);
  plant(root, { "a.ts": "" });
  await scanner.reload([join(root, "a.ts")]);
  expect([...scanner.calls.keys()]).toEqual([join(root, "b.ts")]);
  await scanner.setText(join(root, "c.ts"), asks);
  expect(scanner.calls.get(join(root, "c.ts"))).toHaveLength(1);
});

test("a scan that is cancelled keeps nothing, even when that was before it began", async () => {
  const root = folder(
    Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}.ts`, asks])),
  );
  const scanner = start();
  const cancel = new AbortController();
  const asked = scanner.scan([root], () => cancel.abort(), cancel.signal);
  cancel.abort();
  expect(await asked).toBe(false);
  expect(await scanner.scan([root], silent, cancel.signal)).toBe(false);
  expect(scanner.calls.size).toBe(0);
  expect(await scanner.scan([root], silent, never)).toBe(true);
  expect(scanner.calls.size).toBe(300);
});

test("a thread that dies answers with nothing, is told about, and is started again", async () => {
  const broken = join(folder({ "worker.cjs": "throw new Error('out of order')" }), "worker.cjs");
  const scanner = start(broken);
  expect(await scanner.scan([folder()], silent, never)).toBe(false);
  expect(log).toEqual([expect.stringContaining("out of order")]);
  expect(await scanner.scan([folder()], silent, never)).toBe(false);
  expect(log).toHaveLength(2);
});

test("whoever waits when it is stopped gets an answer", async () => {
  const scanner = start();
  const asked = scanner.scan([folder({ "a.ts": asks })], silent, never);
  await scanner.stop();
  expect(await asked).toBe(false);
});
