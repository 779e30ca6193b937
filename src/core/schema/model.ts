/** What is often asked about a resolved model. */
import type { Model } from "./resolve.ts";
import type { Provider } from "./settings.ts";

/** A table of the database: neither a view nor a composite type. */
export function isTable({ shape }: Model): boolean {
  return shape.kind === "model";
}

/** Whether the database speaks PostgreSQL: types, indexes and names behave alike. */
export function speaksPostgres(provider: Provider): boolean {
  return provider === "postgresql" || provider === "cockroachdb";
}
