/** The connection addresses that Prisma 6 keeps in a datasource and Prisma 7 refuses. */
import { property } from "./attributes.ts";
import type { SchemaFile } from "./file.ts";

const addresses = ["url", "directUrl", "shadowDatabaseUrl"];

/** Where the addresses stand in the file, from the name to the end of the value. */
export function connectionAddresses(file: SchemaFile): { start: number; end: number }[] {
  return file.pieces.flatMap((piece, at) => {
    if (piece.kind !== "datasource") return [];
    const offset = file.starts[at] ?? 0;
    return addresses.flatMap((name) => {
      const found = property(piece, name);
      return found ? [{ start: found.start + offset, end: found.end + offset }] : [];
    });
  });
}
