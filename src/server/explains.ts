/**
 * Explains queries: finds the one that is meant, lets it through the gate, asks a database for its
 * plan, and says what is found in it. Remembers earlier plans of a query, for comparison.
 */
import { createHash } from "node:crypto";
import { explainableAt, explainablesIn, toFile } from "../core/editor/explainable.ts";
import { defaults } from "../core/lint/config.ts";
import { measure } from "../core/plan/measure.ts";
import { type Plan, tablesOf } from "../core/plan/plan.ts";
import { readPlan } from "../core/plan/read-plan.ts";
import { checkPlan } from "../core/rules/check-plan.ts";
import { gate } from "../core/sql/gate.ts";
import type { ParseStatement } from "../core/sql/statement.ts";
import type { Refusal } from "../engines/postgres-connection.ts";
import type { Explained } from "../explain/explained.ts";
import type * as protocol from "../protocol/plans.ts";
import type { Names } from "./checklist.ts";
import {
  type Asked,
  failureOf,
  findingLine,
  placeName,
  ranger,
  usualValue,
  wishOf,
} from "./explain-lines.ts";
import type { Target, TargetOrNot } from "./explain-target.ts";
import type { ExplainTargets } from "./explain-targets.ts";
import { pathOf } from "./paths.ts";
import type { CheckedSchema } from "./workspace.ts";

/** Plans that are kept of one query, and queries of which some are kept. */
const mostPlans = 10;
const mostQueries = 50;

type Tell = (message: string) => void;

export class Explains {
  readonly #parser: () => Promise<ParseStatement>;
  readonly #targets: ExplainTargets;
  readonly #names: Names;
  /** The newest first; the query that was asked for last comes last. */
  readonly #plans = new Map<string, readonly protocol.PlanRecord[]>();
  #made = 0;

  constructor(parser: () => Promise<ParseStatement>, targets: ExplainTargets, names: Names) {
    this.#parser = parser;
    this.#targets = targets;
    this.#names = names;
  }

  /** For lenses: those that will not pass the gate have none. */
  async explainables({
    uri,
    languageId,
    text,
  }: protocol.ExplainablesRequest): Promise<protocol.ExplainableLine[]> {
    const found = explainablesIn({ text, languageId, path: pathOf(uri) });
    if (found.length === 0) return [];
    const parse = await this.#parser();
    const range = ranger(text);
    return found
      .filter(({ sql, problem }) => problem === undefined && gate(sql, parse).ok)
      .map(({ start, end }) => ({ range: range(start, end), start }));
  }

  async explain(
    request: protocol.ExplainRequest,
    signal: AbortSignal,
    tell: Tell,
  ): Promise<protocol.ExplainAnswer> {
    const asked = await this.#read(request);
    if ("kind" in asked) return asked;
    const kind = request.target ?? this.#targets.usual(asked.checked);
    const began = performance.now();
    const opened = await this.#targets.open(kind, asked.checked, {
      signal,
      mode: request.mode,
      onProgress: tell,
      isTrusted: request.isTrusted,
      tables: asked.passed.relations.map(({ schema = "public", name }) => `${schema}.${name}`),
    });
    if (signal.aborted) return { kind: "cancelled" };
    if (!opened.ok) return { kind: "page", page: this.#failedPage(asked, opened) };
    const { target } = opened;
    const judged = await target.judge(asked.passed, request.mode, request.agreed);
    if (signal.aborted) return { kind: "cancelled" };
    if (judged.kind === "refused") {
      const failure = { reason: judged.reason, hint: "", range: undefined };
      return { kind: "page", page: await this.#page(asked, target, [], { failure }) };
    }
    if (judged.kind === "question") {
      return { ...judged, schemaUri: this.#schemaUri(asked.checked) ?? "" };
    }
    tell(request.mode === "run" ? "Running the query" : "Planning the query");
    const types = await this.#typesOf(asked, target);
    if (signal.aborted) return { kind: "cancelled" };
    const answer = await target.explain(wishOf(asked, types), judged.isWritable);
    if (signal.aborted) return { kind: "cancelled" };
    const took = Math.round(performance.now() - began);
    const page = await this.#page(asked, target, judged.notes, { answer, types, took });
    return { kind: "page", page };
  }

  /** Whatever is refused here was sent nowhere. */
  async #read(
    request: protocol.ExplainRequest,
  ): Promise<Asked | Extract<protocol.ExplainAnswer, { kind: "refused" }>> {
    const { uri, languageId, text, start, end } = request;
    const range = ranger(text);
    const found = explainableAt({ text, languageId, path: pathOf(uri) }, start, end);
    if (!found) {
      const reason =
        "There is no query at this place. Put the cursor into one, or select the whole of it";
      return { kind: "refused", reason, range: undefined };
    }
    const whole = range(found.start, found.end);
    if (found.problem !== undefined) {
      return { kind: "refused", reason: found.problem, range: whole };
    }
    const passed = gate(found.sql, await this.#parser());
    if (!passed.ok) {
      const from = toFile(found, passed.at.start);
      const to = toFile(found, passed.at.end);
      return { kind: "refused", reason: passed.reason, range: range(from, Math.max(from, to)) };
    }
    const key = createHash("sha256").update(passed.text).digest("hex").slice(0, 16);
    const checked = await this.#targets.schemaFor(uri);
    const given = request.values.length > 0 ? request.values : (request.remembered[key] ?? []);
    const values = found.parameters.map((one) => usualValue(one, given));
    const targets = await this.#targets.linesFor(checked);
    return { request, found, passed, key, values, checked, targets };
  }

  async #typesOf(
    { found, passed }: Asked,
    target: Target,
  ): Promise<readonly (string | undefined)[]> {
    if (found.parameters.length === 0) return [];
    const known = await target.parameterTypes(passed.text);
    return found.parameters.map(({ number, type }) => known[number - 1] ?? type);
  }

  async #page(
    asked: Asked,
    target: Target,
    seen: readonly string[],
    came: {
      readonly failure?: protocol.Failure;
      readonly answer?: Explained | Refusal;
      readonly types?: readonly (string | undefined)[];
      readonly took?: number;
    },
  ): Promise<protocol.PlanPage> {
    const { answer, types = [], took = 0, failure } = came;
    const read = answer?.ok ? readPlan(answer.json) : undefined;
    const result =
      answer?.ok && read?.ok ? this.#result(asked, target, answer, read.plan, took) : undefined;
    const canRun = await target.judge(asked.passed, "run", asked.request.agreed);
    const before = this.#plans.get(asked.key) ?? [];
    if (result) this.#keep(asked.key, result);
    return {
      ...this.#base(asked, types),
      target: target.line,
      seen: [...seen, ...asked.found.notes, ...target.notes],
      result,
      failure:
        failure ??
        (answer && !answer.ok ? failureOf(answer, asked) : undefined) ??
        (read && !read.ok ? { reason: read.reason, hint: "", range: undefined } : undefined),
      canRun:
        canRun.kind === "refused"
          ? { isAllowed: false, reason: canRun.reason }
          : { isAllowed: true, reason: "" },
      assumed: read?.ok ? target.assumedFor(tablesOf(read.plan)) : [],
      history: before,
    };
  }

  #failedPage(asked: Asked, failed: Extract<TargetOrNot, { ok: false }>): protocol.PlanPage {
    return {
      ...this.#base(asked, []),
      target: failed.line,
      seen: asked.found.notes,
      result: undefined,
      failure: { reason: failed.reason, hint: failed.hint, range: undefined },
      canRun: { isAllowed: false, reason: failed.reason },
      assumed: [],
      history: this.#plans.get(asked.key) ?? [],
    };
  }

  #base(
    { request, found, passed, key, values, checked, targets }: Asked,
    types: readonly (string | undefined)[],
  ) {
    const range = ranger(request.text)(found.start, found.end);
    const file = pathOf(request.uri);
    return {
      query: key,
      start: found.start,
      end: found.end,
      place: `${placeName(request.uri, this.#names.relative(file))}:${range.start.line + 1}`,
      uri: request.uri,
      range,
      sql: passed.text,
      targets,
      parameters: found.parameters.map(
        ({ number, name, type, isList }, at): protocol.ParameterLine => ({
          number,
          name,
          type: types[at] ?? type,
          value: values[at] === undefined ? false : values[at],
          isList,
        }),
      ),
      schemaUri: this.#schemaUri(checked),
    };
  }

  #result(
    { passed, checked }: Asked,
    target: Target,
    { json, options, isGeneric, executionTimes, notices }: Explained,
    plan: Plan,
    took: number,
  ): protocol.PlanResult {
    const { verdicts } = checkPlan(
      {
        plan,
        measured: measure(plan),
        schema: checked?.schema,
        sql: passed.text,
        postgres: target.postgres,
      },
      checked?.config ?? defaults,
    );
    return {
      id: ++this.#made,
      at: new Date().toISOString(),
      target: target.line.title,
      mode: plan.isAnalyzed ? "run" : "plan",
      json,
      isGeneric,
      executionTimes,
      options,
      findings: verdicts.map(findingLine),
      notices,
      took,
    };
  }

  #keep(
    key: string,
    { options: _o, findings: _f, notices: _n, took: _t, ...record }: protocol.PlanResult,
  ) {
    const before = this.#plans.get(key) ?? [];
    this.#plans.delete(key);
    this.#plans.set(key, [record, ...before].slice(0, mostPlans));
    for (const old of [...this.#plans.keys()].slice(0, -mostQueries)) this.#plans.delete(old);
  }

  #schemaUri(checked: CheckedSchema | undefined): string | undefined {
    const file = checked?.schema.files[0]?.path;
    return file === undefined ? undefined : this.#names.uriOf(file);
  }

  stop(): Promise<void> {
    return this.#targets.stop();
  }
}
