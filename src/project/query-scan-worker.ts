/** The thread in which the code of a project is read, so that the server can go on answering. */
import { parentPort } from "node:worker_threads";
import { callsIn, type ScannedFile, scan, scanFile } from "./query-scan.ts";
import type { ScanAnswer, ScanRequest } from "./query-scanner.ts";

const cancelled = new Set<number>();

/** Told so often at most, in files. */
const progressEvery = 256;

parentPort?.on("message", (request: ScanRequest) => {
  if (request.kind === "cancel") cancelled.add(request.id);
  else
    answer(request).then(send, (error: unknown) =>
      send({ ...nothing(request), crash: `${error}` }),
    );
});

type Work = Exclude<ScanRequest, { kind: "cancel" }>;

async function answer(request: Work): Promise<ScanAnswer> {
  switch (request.kind) {
    case "scan": {
      const { id, roots, known } = request;
      const result = await scan({
        roots,
        known: new Map(known),
        onProgress: (done, total) => {
          if (done % progressEvery === 0 || done === total)
            send({ kind: "progress", id, done, total });
        },
        isCancelled: () => cancelled.has(id),
      });
      cancelled.delete(id);
      return { kind: "done", id, ...result };
    }
    case "files": {
      const read = await Promise.all(request.files.map((file) => scanFile(file)));
      const changed = read.filter((one): one is ScannedFile => one !== undefined);
      const gone = request.files.filter((_, at) => read[at] === undefined);
      return { kind: "done", id: request.id, changed, gone, isCancelled: false };
    }
    case "text": {
      const { id, path, text } = request;
      const changed = [{ path, stamp: undefined, calls: callsIn(path, text) }];
      return { kind: "done", id, changed, gone: [], isCancelled: false };
    }
  }
}

function nothing({ id }: Work): Extract<ScanAnswer, { kind: "done" }> {
  return { kind: "done", id, changed: [], gone: [], isCancelled: false };
}

function send(message: ScanAnswer): void {
  parentPort?.postMessage(message);
}
