/**
 * All schema rules over a resolved schema: what they find, less what comments silence, as loud as
 * the configuration says. Remembers by model and by piece, so that only what an edit touched is
 * looked at again.
 */
import type { Source } from "../base/text.ts";
import { applyBaseline, type Baseline } from "../lint/baseline.ts";
import {
  type Config,
  configFor,
  optionsUnder,
  runsSomewhere,
  severityUnder,
} from "../lint/config.ts";
import type { RuleText, Severity, Verdict } from "../lint/rule.ts";
import { type Answer, rememberingRunner } from "../lint/run.ts";
import { type Ignore, readIgnore, suppress } from "../lint/suppress.ts";
import type { QueryEvidence } from "../query/evidence.ts";
import type { SchemaFile } from "../schema/file.ts";
import type { Enum, Model, Schema } from "../schema/resolve.ts";
import type { Block, Comment, Piece } from "../schema/syntax.ts";
import { identityOf } from "./identity.ts";
import { allRules, enumRules, modelRules, queryRules, schemaRules } from "./index.ts";
import { queriedModels } from "./queried-model.ts";

export type SchemaCheck = {
  readonly files: readonly FileCheck[];
  /** What rules threw instead of answering. */
  readonly crashes: readonly Crash[];
  /** What the rules found that look at all models at once, before comments silence any of it. */
  readonly wide: readonly Verdict[];
};

export type FileCheck = { readonly file: SchemaFile; readonly verdicts: readonly Verdict[] };

/**
 * With `before`, the check of an earlier version, the rules that look at all models at once are
 * not asked again: what they found then stands wherever its text still does. The rules about
 * queries are among them; without evidence they say nothing.
 */
export type CheckSchema = (
  schema: Schema,
  before?: SchemaCheck,
  evidence?: QueryEvidence,
) => SchemaCheck;

type SubjectCheck = Pick<SchemaCheck, "crashes"> & Pick<FileCheck, "verdicts">;

export type Crash = { readonly rule: string; readonly block: string; readonly detail: string };

const known = new Map<string, RuleText>(allRules.map((rule) => [rule.name, rule]));

type Subject = Model | Enum;

/** The configuration that applies where a piece of a file stands. */
type ConfigAt = (source: Source) => Config;

/**
 * A check under one configuration; make a new one when it changes. `relative` tells how the
 * overrides of the configuration call a file: from its own folder on, with forward slashes.
 */
export function schemaChecker(
  config: Config,
  relative: (path: string) => string = (path) => path,
  baseline: Baseline = new Map(),
): CheckSchema {
  const runs = (rule: RuleText) => runsSomewhere(config, rule);
  // Who looks at all models at once has the options of the whole configuration.
  const askSchemaRules = rememberingRunner(schemaRules.filter(runs), (rule) =>
    optionsUnder(config, rule),
  );
  const askQueryRules = rememberingRunner(queryRules.filter(runs), (rule) =>
    optionsUnder(config, rule),
  );
  const runners = new Map<Config, ReturnType<typeof subjectRunner>>();
  const configOf = (file: SchemaFile) => configFor(config, relative(file.path));

  function checkSubject(subject: Subject, configAt: ConfigAt): SubjectCheck {
    const own = configAt(subject.shape.block);
    const runner = runners.get(own) ?? subjectRunner(own);
    runners.set(own, runner);
    return runner(subject);
  }

  function askWideRules(schema: Schema, evidence: QueryEvidence | undefined): Answer[] {
    const queried = evidence ? queriedModels(schema, evidence) : [];
    return [...askSchemaRules(schema), ...queried.flatMap(askQueryRules)];
  }

  return (schema, before, evidence) => {
    const configAt = configsOf(schema, config, configOf);
    const byPiece: ByPiece = new Map();
    const crashes: Crash[] = [];
    // Plain loops: this runs over everything on each keystroke, and mostly finds it known.
    for (const subject of [...schema.models, ...schema.enums]) {
      const found = checkSubject(subject, configAt);
      if (found.crashes.length > 0) crashes.push(...found.crashes);
      addTo(byPiece, found.verdicts);
    }
    const { verdicts: wide, crashes: wideCrashes } = before
      ? { verdicts: stillThere(before.wide, schema), crashes: [] }
      : judge(askWideRules(schema, evidence), "the schema", configAt);
    crashes.push(...wideCrashes);
    addTo(byPiece, wide);
    const checked = schema.files.map((file) =>
      checkFile(file, inOrder(file, byPiece), configOf(file)),
    );
    return {
      files: baseline.size > 0 ? withBaseline(checked, baseline) : checked,
      crashes,
      wide,
    };
  };
}

/** All that is found in one model or enum under one configuration, as long as the subject lives. */
function subjectRunner(config: Config): (subject: Subject) => SubjectCheck {
  const isOn = (rule: RuleText) => severityUnder(config, rule) !== "off";
  const optionsOf = (rule: RuleText) => optionsUnder(config, rule);
  const askModelRules = rememberingRunner(modelRules.filter(isOn), optionsOf);
  const askEnumRules = rememberingRunner(enumRules.filter(isOn), optionsOf);
  const checks = new WeakMap<Subject, SubjectCheck>();
  return (subject) => {
    const before = checks.get(subject);
    if (before) return before;
    const answers = "fields" in subject ? askModelRules(subject) : askEnumRules(subject);
    const now = judge(answers, subject.shape.name, () => config);
    checks.set(subject, now);
    return now;
  };
}

type ByPiece = Map<Source, readonly Verdict[]>;

const groups = new WeakMap<readonly Verdict[], ByPiece>();

/** Sorted by piece once: nearly always all of it is about one piece that nobody else speaks of. */
function grouped(verdicts: readonly Verdict[]): ByPiece {
  const before = groups.get(verdicts);
  if (before) return before;
  const now = new Map<Source, Verdict[]>();
  for (const verdict of verdicts) {
    const same = now.get(verdict.at.source);
    if (same) same.push(verdict);
    else now.set(verdict.at.source, [verdict]);
  }
  groups.set(verdicts, now);
  return now;
}

function addTo(byPiece: ByPiece, verdicts: readonly Verdict[]): void {
  if (verdicts.length === 0) return;
  for (const [source, found] of grouped(verdicts)) {
    const same = byPiece.get(source);
    byPiece.set(source, same ? [...same, ...found] : found);
  }
}

/** Those whose own text, and all that their fixes would change, is part of the schema still. */
function stillThere(verdicts: readonly Verdict[], { files }: Schema): readonly Verdict[] {
  if (verdicts.length === 0) return verdicts;
  const pieces = new Set<Source>();
  for (const file of files) for (const piece of file.pieces) pieces.add(piece);
  const there = verdicts.filter(
    ({ at, fix }) =>
      pieces.has(at.source) && (fix?.edits.every((edit) => pieces.has(edit.at.source)) ?? true),
  );
  return there.length === verdicts.length ? verdicts : there;
}

/** Over all files at once: what moved from one to another is no new finding. */
function withBaseline(files: readonly FileCheck[], baseline: Baseline): FileCheck[] {
  const all = applyBaseline(
    files.flatMap(({ verdicts }) => verdicts),
    baseline,
    identityOf,
  );
  let from = 0;
  return files.map(({ file, verdicts }) => {
    const to = from + verdicts.length;
    const own = all.slice(from, to);
    from = to;
    return { file, verdicts: own };
  });
}

function configsOf(
  { files }: Schema,
  config: Config,
  configOf: (file: SchemaFile) => Config,
): ConfigAt {
  if (config.overrides.length === 0) return () => config;
  const byPiece = new Map<Source, Config>();
  for (const file of files) {
    const own = configOf(file);
    for (const piece of file.pieces) byPiece.set(piece, own);
  }
  return (source) => byPiece.get(source) ?? config;
}

function judge(answers: readonly Answer[], block: string, configAt: ConfigAt): SubjectCheck {
  return {
    verdicts: answers.flatMap(({ rule, findings }) =>
      findings.flatMap((finding) => {
        const severity = loudness(known.get(rule), configAt(finding.at.source));
        return severity ? [{ ...finding, rule, severity }] : [];
      }),
    ),
    crashes: answers.flatMap(({ rule, crash }) =>
      crash === undefined ? [] : [{ rule, block, detail: crash }],
    ),
  };
}

function checkFile(file: SchemaFile, found: readonly Verdict[], config: Config): FileCheck {
  const ignores: Ignore[] = [];
  for (const piece of file.pieces) {
    for (const ignore of ignoresIn(piece)) ignores.push(ignore);
  }
  const isOn = (name: string) => loudness(known.get(name), config) !== undefined;
  const { kept, about } = suppress(found, ignores, (name) => known.has(name), isOn);
  const aboutIgnores = about.flatMap(({ rule, finding }) => {
    const severity = loudness(rule, config);
    return severity ? [{ ...finding, rule: rule.name, severity }] : [];
  });
  return { file, verdicts: [...kept, ...aboutIgnores] };
}

function loudness(rule: RuleText | undefined, config: Config): Severity | undefined {
  const severity = rule && severityUnder(config, rule);
  return severity === "off" ? undefined : severity;
}

function inOrder({ pieces }: SchemaFile, byPiece: ByPiece): Verdict[] {
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
