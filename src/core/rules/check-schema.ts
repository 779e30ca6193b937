/**
 * All schema rules over a resolved schema: what they find, less what comments silence, as loud as
 * the configuration says. Remembers by model and by piece, so that only what an edit touched is
 * looked at again.
 */
import type { Source } from "../base/text.ts";
import type { Config } from "../lint/config.ts";
import type { RuleText, Severity, Verdict } from "../lint/rule.ts";
import { rememberingRunner } from "../lint/run.ts";
import { type Ignore, readIgnore, suppress } from "../lint/suppress.ts";
import type { SchemaFile } from "../schema/file.ts";
import type { Enum, Model, Schema } from "../schema/resolve.ts";
import type { Block, Comment, Piece } from "../schema/syntax.ts";
import { allRules, enumRules, modelRules } from "./index.ts";

export type SchemaCheck = {
  readonly files: readonly FileCheck[];
  /** What rules threw instead of answering. */
  readonly crashes: readonly Crash[];
};

export type FileCheck = { readonly file: SchemaFile; readonly verdicts: readonly Verdict[] };

type SubjectCheck = Pick<SchemaCheck, "crashes"> & Pick<FileCheck, "verdicts">;

export type Crash = { readonly rule: string; readonly block: string; readonly detail: string };

const known = new Map<string, RuleText>(allRules.map((rule) => [rule.name, rule]));
const askModelRules = rememberingRunner(modelRules);
const askEnumRules = rememberingRunner(enumRules);

type Subject = Model | Enum;

function ask(subject: Subject) {
  return "fields" in subject ? askModelRules(subject) : askEnumRules(subject);
}

/** A check under one configuration. Make a new one when the configuration changes. */
export function schemaChecker(config: Config): (schema: Schema) => SchemaCheck {
  const remembered = new WeakMap<Subject, SubjectCheck>();
  const severityOf = (rule: RuleText) => config.rules[rule.name] ?? rule.severity;
  const isOn = (name: string) => {
    const rule = known.get(name);
    return rule !== undefined && severityOf(rule) !== "off";
  };

  function checkSubject(subject: Subject): SubjectCheck {
    const before = remembered.get(subject);
    if (before) return before;
    const answers = ask(subject);
    const now = {
      verdicts: answers.flatMap(({ rule, findings }) => {
        const severity = loudness(known.get(rule), severityOf);
        return severity ? findings.map((finding) => ({ ...finding, rule, severity })) : [];
      }),
      crashes: answers.flatMap(({ rule, crash }) =>
        crash === undefined ? [] : [{ rule, block: subject.shape.name, detail: crash }],
      ),
    };
    remembered.set(subject, now);
    return now;
  }

  function checkFile(file: SchemaFile, found: readonly Verdict[]): FileCheck {
    const ignores: Ignore[] = [];
    for (const piece of file.pieces) {
      for (const found of ignoresIn(piece)) ignores.push(found);
    }
    const { kept, about } = suppress(found, ignores, (name) => known.has(name), isOn);
    const aboutIgnores = about.flatMap(({ rule, finding }) => {
      const severity = loudness(rule, severityOf);
      return severity ? [{ ...finding, rule: rule.name, severity }] : [];
    });
    return { file, verdicts: [...kept, ...aboutIgnores] };
  }

  return (schema) => {
    const byPiece = new Map<Source, Verdict[]>();
    const crashes: Crash[] = [];
    // Plain loops: this runs over everything on each keystroke, and mostly finds it known.
    for (const subject of [...schema.models, ...schema.enums]) {
      const found = checkSubject(subject);
      crashes.push(...found.crashes);
      for (const verdict of found.verdicts) {
        const same = byPiece.get(verdict.at.source);
        if (same) same.push(verdict);
        else byPiece.set(verdict.at.source, [verdict]);
      }
    }
    return {
      files: schema.files.map((file) => checkFile(file, inOrder(file, byPiece))),
      crashes,
    };
  };
}

function loudness(
  rule: RuleText | undefined,
  severityOf: (rule: RuleText) => Severity | "off",
): Severity | undefined {
  const severity = rule && severityOf(rule);
  return severity === "off" ? undefined : severity;
}

function inOrder({ pieces }: SchemaFile, byPiece: ReadonlyMap<Source, Verdict[]>): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const piece of pieces) {
    for (const verdict of byPiece.get(piece) ?? none) verdicts.push(verdict);
  }
  return verdicts;
}

const none: readonly Verdict[] = [];

const ignoresByPiece = new WeakMap<Piece, readonly Ignore[]>();

function ignoresIn(piece: Piece): readonly Ignore[] {
  const before = ignoresByPiece.get(piece);
  if (before) return before;
  // Few files hold any: most pieces are settled by one search.
  const now = piece.text.includes("architect-ignore") ? [...readIgnores(piece)] : [];
  ignoresByPiece.set(piece, now);
  return now;
}

function* readIgnores(piece: Piece): Generator<Ignore> {
  if (piece.kind !== "gap") {
    for (const comment of piece.docs) yield* ignore(comment, whole(piece));
  }
  let above: Comment[] = [];
  for (const member of piece.members) {
    if (member.kind === "comment") {
      above.push(member);
      continue;
    }
    for (const comment of above) yield* ignore(comment, member);
    above = [];
    if ("comment" in member && member.comment) yield* ignore(member.comment, member);
  }
  for (const comment of above) yield* ignore(comment, undefined);
}

function whole(block: Block) {
  return { source: block, start: 0, end: block.text.length };
}

function* ignore(comment: Comment, scope: Ignore["scope"]): Generator<Ignore> {
  const read = readIgnore(comment.text);
  if (read) yield { ...read, at: comment, scope };
}
