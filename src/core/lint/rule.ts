/**
 * What a rule is and what it says. Knows nothing of what is being looked at: a model, a whole
 * schema, a statement or a plan are all just subjects.
 */
import type { ZodType } from "zod";
import type { Edit, Place, Span } from "../base/text.ts";

export type Severity = "error" | "warning" | "info" | "hint";

/** From the most to the least severe. */
export const severities: readonly Severity[] = ["error", "warning", "info", "hint"];

/** From the quietest to the loudest. `off` runs nothing but what is configured by name. */
export type Preset = "off" | "recommended" | "strict" | "all";

export const presets: readonly Preset[] = ["off", "recommended", "strict", "all"];

/** What users read about a rule, in the editor, in the documentation and on the command line. */
export type RuleText = {
  /** Names the problem, not the cure: "allow unindexed-foreign-key" must read well. */
  readonly name: string;
  /** While the configuration does not say otherwise. */
  readonly severity: Severity;
  /** The quietest preset in which the rule runs; `recommended` when it is not stated. */
  readonly preset?: Preset;
  /** One line for tables and tooltips, without a full stop. */
  readonly summary: string;
  /**
   * Markdown: what goes wrong in production if this is left alone. Where no automatic fix is
   * right, the last paragraph begins with "Instead, ".
   */
  readonly why: string;
  /** Shown to users and run as tests. */
  readonly examples: readonly Example[];
  /** What the examples are written in; Prisma's schema language where it is not stated. */
  readonly language?: "sql" | "plan";
  /** What can be configured beside the severity. Takes `{}`, which means the defaults. */
  readonly options?: ZodType;
};

/** With options, their type is what `options` reads. */
export type Rule<Subject, Options = void> = RuleText & {
  readonly options?: ZodType<Options>;
  /** What is wrong with `subject`. Sees nothing else: no other settings, no other rules. */
  check(subject: Subject, options: Options): Iterable<Finding>;
};

export type Finding = {
  /** What is underlined. */
  readonly at: Span;
  /** What is wrong, with the user's own names in it; no full stop. */
  readonly message: string;
  readonly fix?: Fix;
  /** Places elsewhere that have to do with it: the code that asks for a missing index. */
  readonly related?: readonly Related[];
};

export type Related = { readonly place: Place; readonly message: string };

export type Fix = {
  /** What will be done, as an order: "Add @@index([authorId])". */
  readonly title: string;
  readonly edits: readonly Edit[];
  /**
   * Made only when somebody asks for this very one: the migration that follows can fail on the
   * rows that are there, or lose some, and has to be looked at; or code that uses the client has
   * to follow.
   */
  readonly alone?: true;
  /** The database stays as it is: the migration that follows is empty. */
  readonly keepsDatabase?: true;
};

/**
 * In `bad`, a comment line of carets marks the text above it that must be underlined. With
 * `options`, this is said under a configuration that states them; with `code`, beside a file of
 * TypeScript that asks for the models; with `before`, after earlier migrations of that SQL.
 */
export type Example = {
  readonly options?: object;
  readonly code?: string;
  readonly before?: string;
} & ({ readonly bad: string; readonly fixed?: string } | { readonly good: string });

/** A finding with the rule that made it and how much it matters here. */
export type Verdict = Finding & {
  readonly rule: string;
  readonly severity: Severity;
  /** The baseline has it: it is shown, but it does not count. */
  readonly known?: true;
};
