/**
 * Where each rule may speak: on which databases what it says, why, and what its fix makes is
 * true. A new rule has to be thought about here.
 */
import type { Provider } from "../../src/core/schema/settings.ts";

const postgres: readonly Provider[] = ["postgresql"];
const likePostgres: readonly Provider[] = ["postgresql", "cockroachdb"];
const tables: readonly Provider[] = [...likePostgres, "mysql", "sqlite", "sqlserver"];
const anywhere: readonly Provider[] = [...tables, "mongodb"];
/** Prisma has no enums on SQL Server. */
const enums: readonly Provider[] = [...likePostgres, "mysql", "sqlite", "mongodb"];

const without = (all: readonly Provider[], ...fewer: readonly Provider[]) =>
  all.filter((provider) => !fewer.includes(provider));

export const ruleProviders: Readonly<Record<string, readonly Provider[]>> = {
  "all-columns-nullable": tables,
  "array-of-ids": [...likePostgres, "mongodb"],
  "b-tree-on-list-or-json": likePostgres,
  "boolean-as-number": anywhere,
  "boolean-without-prefix": anywhere,
  "cascade-against-soft-delete": anywhere,
  "cascade-blast-radius": anywhere,
  "cascade-on-optional-relation": anywhere,
  // What it says of PostgreSQL. MySQL and SQL Server mostly compare without case.
  "case-sensitive-unique": likePostgres,
  "client-only-default": tables,
  // Only these fold names without quotes to lower case.
  "column-not-mapped-to-snake-case": likePostgres,
  "column-type-differs-across-models": anywhere,
  "commented-out-model": anywhere,
  "constraint-name-off-convention": anywhere,
  // Documents repeat what is read together; that is how MongoDB does without joins.
  "copied-parent-column": tables,
  "created-at-without-default": anywhere,
  "cyclic-required-relations": tables,
  "database-money-type": postgres,
  "date-as-string": anywhere,
  // Elsewhere Prisma has other defaults, or no Decimal.
  "decimal-without-precision": likePostgres,
  "delimited-list-in-string": anywhere,
  "duplicate-index": anywhere,
  // In MongoDB attributes as a list of name and value are how they get one index.
  "entity-attribute-value": tables,
  "enum-name-not-pascal-case": enums,
  "enum-value-case-mixed": enums,
  "field-name-not-camel-case": anywhere,
  // What it says of blanks is so in PostgreSQL.
  "fixed-length-char": postgres,
  // MongoDB has no foreign keys, and so none that could hold the tenant.
  "foreign-key-across-tenants": tables,
  "foreign-key-shaped-scalar": anywhere,
  // MySQL takes 64 bytes and SQL Server 128. CockroachDB has not been looked at.
  "identifier-over-63-bytes": postgres,
  "ignore-without-effect": anywhere,
  "ignore-without-reason": anywhere,
  "implicit-many-to-many-needs-columns": tables,
  "implicit-referential-action": anywhere,
  "inconsistent-key-strategy": anywhere,
  "index-duplicates-unique": anywhere,
  "index-without-tenant-key": anywhere,
  // SQLite and CockroachDB count in 64 bits.
  "int-primary-key": ["postgresql", "mysql", "sqlserver"],
  "isolated-model": tables,
  // MySQL makes the index with the foreign key.
  "join-table-without-reverse-index": without(tables, "mysql"),
  // What Prisma Client sends, and what GIN answers, was looked at on PostgreSQL.
  "json-filtered-without-gin": postgres,
  "json-instead-of-jsonb": postgres,
  "list-without-default": likePostgres,
  "long-text-in-b-tree": postgres,
  "low-selectivity-index": tables,
  "missing-primary-key": tables,
  "missing-timestamps": anywhere,
  "model-name-not-pascal-case": anywhere,
  "model-without-tenant-key": anywhere,
  "money-as-float": anywhere,
  "names-collide-in-database": postgres,
  // MongoDB tells names apart by case, and nobody writes them without quotes.
  "names-differ-in-case-only": tables,
  "native-type-differs-across-foreign-key": tables,
  "natural-key-as-primary-key": tables,
  "near-duplicate-models": anywhere,
  "nullable-boolean": anywhere,
  // SQL Server and MongoDB take two nulls for equal.
  "nullable-column-in-unique": without(tables, "sqlserver"),
  "number-as-string": anywhere,
  "optional-relation-with-required-key": tables,
  "overlapping-foreign-keys": anywhere,
  "personal-data-unannotated": anywhere,
  "plural-model-name": anywhere,
  "prefix-redundant-index": anywhere,
  // CockroachDB and MongoDB want, or do not mind, keys in no order.
  "random-uuid-primary-key": without(tables, "cockroachdb"),
  "range-column-before-equality-column": anywhere,
  "redundant-unique": anywhere,
  "repeating-group": anywhere,
  "required-field-missing": anywhere,
  "required-ignored-field": tables,
  "required-unsupported-field": anywhere,
  "reserved-word-as-name": likePostgres,
  "secret-in-clear": anywhere,
  // On SQL Server and MongoDB, Prisma itself asks for the actions.
  "self-reference-without-action": without(tables, "sqlserver"),
  "set-null-on-required-field": postgres,
  // Prisma has no Json on SQL Server; in MongoDB a document is nothing else.
  "several-json-catch-alls": without(tables, "sqlserver"),
  "single-value-enum": enums,
  "singular-list-field": anywhere,
  "smallint-primary-key": ["postgresql", "mysql", "sqlserver"],
  // MySQL has no partial indexes, and Prisma none for MongoDB.
  "soft-delete-ignored-by-index": without(tables, "mysql"),
  "soft-delete-ignored-by-unique": anywhere,
  "soft-delete-inconsistent": anywhere,
  "status-kept-as-string": enums,
  "table-not-mapped-to-snake-case": likePostgres,
  "time-with-time-zone": likePostgres,
  "timestamp-without-time-zone": likePostgres,
  "too-many-indexes": anywhere,
  "two-soft-delete-markers": anywhere,
  "undocumented-field": anywhere,
  "undocumented-model": anywhere,
  // MySQL makes the index with the foreign key; MongoDB has none.
  "unindexed-foreign-key": without(tables, "mysql"),
  "unindexed-polymorphic-reference": tables,
  // What an index serves was looked at with PostgreSQL.
  "unindexed-query-filter": likePostgres,
  "unique-not-scoped-by-tenant": anywhere,
  "unused-enum": enums,
  "updated-at-not-maintained": anywhere,
  // These have the type that the fix writes.
  "uuid-stored-as-text": likePostgres,
  "wide-index": anywhere,
  // A document is read in parts, and holds what is read together.
  "wide-model": tables,
};
