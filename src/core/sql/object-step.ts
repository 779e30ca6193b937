/**
 * Steps about what is neither a table nor a type: views, triggers, policies, functions, schemas,
 * extensions, sequences, comments and rights. Part of `step.ts`.
 */
import type { Name } from "./definition.ts";

export type ObjectStep =
  | {
      readonly kind: "create-view";
      readonly view: Name;
      readonly orReplace: boolean;
      readonly isMaterialized: boolean;
      readonly query: string /** Tables it reads. */;
      readonly reads: readonly Name[];
    }
  | {
      readonly kind: "drop-view";
      readonly views: readonly Name[];
      readonly isMaterialized: boolean;
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "refresh-view"; readonly view: Name; readonly concurrently: boolean }
  | {
      readonly kind: "create-trigger";
      readonly table: Name;
      readonly trigger: string;
      readonly orReplace: boolean;
      readonly function: Name;
    }
  | {
      readonly kind: "drop-trigger";
      readonly table: Name;
      readonly trigger: string;
      readonly ifExists: boolean;
    }
  | {
      readonly kind: "switch-trigger";
      readonly table: Name;
      readonly trigger: string | undefined;
      readonly on: boolean;
    }
  | {
      readonly kind: "create-policy" | "alter-policy" | "drop-policy";
      readonly table: Name;
      readonly policy: string;
    }
  | {
      readonly kind: "row-level-security";
      readonly table: Name;
      readonly change: "enable" | "disable" | "force" | "no force";
    }
  | {
      readonly kind: "create-function";
      readonly function: Name;
      readonly orReplace: boolean;
      readonly isProcedure: boolean;
      readonly volatility: "immutable" | "stable" | "volatile";
    }
  | {
      readonly kind: "drop-function";
      readonly functions: readonly Name[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "create-schema"; readonly schema: string; readonly ifNotExists: boolean }
  | {
      readonly kind: "drop-schema";
      readonly schemas: readonly string[];
      readonly ifExists: boolean;
      readonly cascade: boolean;
    }
  | { readonly kind: "rename-schema"; readonly schema: string; readonly to: string }
  | {
      readonly kind: "create-extension" | "drop-extension";
      readonly extensions: readonly string[];
      readonly cascade: boolean;
    }
  | {
      readonly kind: "create-sequence" | "alter-sequence" | "drop-sequence";
      readonly sequences: readonly Name[];
      readonly ownedBy: { readonly table: Name; readonly column: string } | undefined;
      readonly renamedTo: string | undefined;
    }
  | { readonly kind: "create-statistics"; readonly tables: readonly Name[] }
  | {
      readonly kind: "create-database" | "drop-database" | "alter-system" | "create-tablespace";
      readonly name: string;
    }
  | {
      readonly kind: "comment";
      readonly on: "table" | "column" | "other";
      readonly name: Name | undefined;
    }
  | { readonly kind: "grant"; readonly tables: readonly Name[] };
