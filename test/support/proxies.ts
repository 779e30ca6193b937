/**
 * What can stand between a client and a PostgreSQL server: silence, a wire that can be frozen, and a
 * pooler, which calls the server's processes something else.
 */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export type Between = {
  readonly port: number;
  /** Lets no more bytes through, either way, and closes nothing. */
  readonly freeze: () => void;
  readonly stop: () => Promise<void>;
};

/** Accepts, and never says a word. */
export function blackHole(): Promise<Between> {
  return listening(() => undefined);
}

/** Lets everybody in as PostgreSQL would, and then never answers. */
export function mutePostgres(): Promise<Between> {
  return listening((socket) => {
    socket.on("data", (data) => {
      if (data.length === 8) socket.write("N");
      else if (data.readInt32BE(4) === protocol3) socket.write(welcome);
    });
  });
}

const protocol3 = 196_608;

/** AuthenticationOk, BackendKeyData, ReadyForQuery. */
const welcome = Buffer.from(
  ["52 00000008 00000000", "4b 0000000c 00000001 00000002", "5a 00000005 49"]
    .join("")
    .replaceAll(" ", ""),
  "hex",
);

/** To a server on this machine. `process` is what it says the server's process is, as poolers do. */
export async function proxyTo(port: number, process?: number): Promise<Between> {
  const pairs: [Socket, Socket][] = [];
  const proxy = await listening((socket) => {
    const further = connect(port, "127.0.0.1");
    pairs.push([socket, further]);
    socket.on("data", (data) => further.write(data));
    further.on("data", (data) =>
      socket.write(process === undefined ? data : renamed(data, process)),
    );
    for (const [one, other] of [
      [socket, further],
      [further, socket],
    ] as const) {
      one.on("close", () => other.destroy());
      one.on("error", () => other.destroy());
    }
  });
  return {
    ...proxy,
    freeze: () => {
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
  };
}

/** BackendKeyData of protocol 3.0: `K`, its length, the process, a secret. */
function renamed(data: Buffer, process: number): Buffer {
  const at = data.indexOf(Buffer.from("4b0000000c", "hex"));
  if (at >= 0 && at + 9 <= data.length) data.writeInt32BE(process, at + 5);
  return data;
}

async function listening(greet: (socket: Socket) => void): Promise<Between> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    greet(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" ? (address?.port ?? 0) : 0,
    freeze: () => undefined,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
