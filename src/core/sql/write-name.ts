/** Names and texts as they are written: in SQL, where they are quoted, and in messages, where not. */
import type { Qualified } from "./catalog.ts";

/** The name as it must stand in SQL: always quoted, as Prisma writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** `public.User` as `User`; another schema stays in front. */
export function shortName(name: Qualified): string {
  return name.startsWith("public.") ? name.slice("public.".length) : name;
}
