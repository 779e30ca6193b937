/** Follows the file into which suite/test-shim.ts writes from inside the extension host, and passes its lines on. */
import { closeSync, openSync, readSync, writeFileSync } from "node:fs";

export type TranscriptEntry =
  | { readonly kind: "started" }
  | { readonly kind: "line"; readonly to: "out" | "error"; readonly text: string }
  | { readonly kind: "ended"; readonly ok: boolean };

export type Transcript = {
  readonly file: string;
  started: boolean;
  /** Undefined until the run came to its end. */
  ended: { readonly ok: boolean } | undefined;
  /** Reads what is left and stops following. */
  readonly finish: () => void;
};

const newline = "\n".charCodeAt(0);
const readEvery = 50;

export function followTranscript(file: string): Transcript {
  writeFileSync(file, "");
  const handle = openSync(file, "r");
  let pending: Buffer = Buffer.alloc(0);

  const read = () => {
    pending = Buffer.concat([pending, readRest(handle)]);
    const end = pending.lastIndexOf(newline) + 1;
    const lines = pending.subarray(0, end).toString("utf8").split("\n");
    pending = pending.subarray(end);
    for (const line of lines) if (line !== "") take(transcript, JSON.parse(line));
  };

  const timer = setInterval(read, readEvery);
  const transcript: Transcript = {
    file,
    started: false,
    ended: undefined,
    finish() {
      clearInterval(timer);
      read();
      closeSync(handle);
    },
  };
  return transcript;
}

function take(transcript: Transcript, entry: TranscriptEntry): void {
  if (entry.kind === "started") transcript.started = true;
  else if (entry.kind === "ended") transcript.ended = { ok: entry.ok };
  else if (entry.to === "out") console.log(entry.text);
  else console.error(entry.text);
}

function readRest(handle: number): Buffer {
  const parts: Buffer[] = [];
  for (;;) {
    const part = Buffer.alloc(65_536);
    const length = readSync(handle, part);
    if (length === 0) return Buffer.concat(parts);
    parts.push(part.subarray(0, length));
  }
}
