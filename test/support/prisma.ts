/**
 * Prisma itself, asked by the tests: what a schema means (DMMF), whether it is valid, and the
 * DDL it stands for. Everything runs as wasm in this process; no database is needed.
 */
import { get_datamodel, lint } from "@prisma/prisma-schema-wasm";
import { diffOf } from "./schema-engine.ts";

export type PrismaFile = readonly [path: string, text: string];

/** The DDL that creates the schema from nothing, as `prisma migrate diff` prints it. */
export function ddlOf(files: readonly PrismaFile[]): Promise<string> {
  return diffOf([], files);
}

/** The errors Prisma's linter finds, without warnings; empty for a valid schema. */
export function errorsOf(files: readonly PrismaFile[]): string[] {
  const all: { text: string; is_warning: boolean }[] = JSON.parse(lint(JSON.stringify(files)));
  return all.filter(({ is_warning }) => !is_warning).map(({ text }) => text);
}

/** What Prisma makes of a schema. Throws with Prisma's own message when it is not valid. */
export function datamodelOf(files: readonly PrismaFile[]): Datamodel {
  return JSON.parse(get_datamodel(JSON.stringify({ prismaSchema: files })));
}

/** The part of the DMMF that the tests compare. */
export type Datamodel = {
  readonly models: readonly DmmfModel[];
  readonly types: readonly DmmfModel[];
  readonly enums: readonly {
    readonly name: string;
    readonly dbName?: string | null;
    readonly values: readonly { readonly name: string; readonly dbName: string | null }[];
  }[];
  readonly indexes: readonly {
    readonly model: string;
    readonly type: "id" | "unique" | "normal" | "fulltext";
    readonly dbName?: string;
    readonly algorithm?: string;
    readonly fields: readonly { readonly name: string; readonly sortOrder?: "asc" | "desc" }[];
  }[];
};

export type DmmfModel = {
  readonly name: string;
  readonly dbName: string | null;
  readonly schema: string | null;
  readonly fields: readonly DmmfField[];
};

export type DmmfField = {
  readonly name: string;
  readonly dbName?: string;
  readonly kind: "scalar" | "object" | "enum" | "unsupported";
  readonly type: string;
  readonly isList: boolean;
  readonly isRequired: boolean;
  readonly isUnique: boolean;
  readonly isId: boolean;
  readonly isUpdatedAt?: boolean;
  readonly hasDefaultValue: boolean;
  readonly nativeType?: readonly [string, readonly string[]] | null;
  readonly relationName?: string;
  readonly relationFromFields?: readonly string[];
  readonly relationToFields?: readonly string[];
  readonly relationOnDelete?: string;
  readonly relationOnUpdate?: string;
};
