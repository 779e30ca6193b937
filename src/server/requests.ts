/**
 * What our own client asks beyond the LSP: the checklist, fixes and refactorings of whole schemas,
 * the pages of rules, and changes of the configuration.
 */
import type { Connection } from "vscode-languageserver";
import { defaults, severityUnder } from "../core/lint/config.ts";
import { setPreset, turnRuleOff } from "../core/lint/config-edit.ts";
import { presets } from "../core/lint/rule.ts";
import { allRules } from "../core/rules/index.ts";
import { rulePage } from "../core/rules/rule-page.ts";
import * as protocol from "../protocol/messages.ts";
import { configEdit, findingFix, type Surroundings, schemaFix } from "./actions.ts";
import { checklist, findAgain, type Names, titleOf } from "./checklist.ts";
import { pathOf } from "./paths.ts";
import { refactoringEdit, refactoringsFor, toListed } from "./refactor.ts";
import type { CheckedSchema, Workspace } from "./workspace.ts";

/** The answer of some work, or a fallback when it breaks. */
export type Guarded = <Answer>(
  what: string,
  fallback: Answer,
  work: () => Promise<Answer>,
) => Promise<Answer>;

export function answerRequests(
  connection: Connection,
  workspace: Workspace,
  around: Surroundings,
  names: Names,
  guarded: Guarded,
): void {
  connection.onRequest(protocol.rulePage, ({ name }: protocol.RulePageRequest) => {
    const rule = allRules.find((one) => one.name === name);
    return rule ? rulePage(rule) : null;
  });

  connection.onRequest(protocol.checklist, (request: protocol.ChecklistRequest) =>
    guarded<protocol.Checklist | null>("checklist", null, async () => {
      return checklist(await workspace.all(), request, names);
    }),
  );

  connection.onRequest(protocol.findingFix, (request: protocol.FindingFixRequest) =>
    guarded("fix", null, async () => {
      const checked = await workspace.settle(pathOf(request.uri));
      const verdict = checked && findAgain(checked, request);
      return (verdict && findingFix(checked, verdict, around)) ?? null;
    }),
  );

  connection.onRequest(protocol.schemaFix, ({ uri, rule }: protocol.SchemaFixRequest) =>
    guarded("fixes", null, async () => {
      const settled = await Promise.all((await schemasAt(uri)).map(settle));
      return schemaFix(settled, rule, around) ?? null;
    }),
  );

  connection.onRequest(protocol.refactorings, ({ uri, position }: protocol.RefactoringsRequest) =>
    guarded<protocol.ListedRefactoring[]>("refactorings", [], async () => {
      const schemas = await schemasAt(uri);
      return schemas.flatMap((checked) => {
        const file = checked.schema.files[0]?.path ?? "";
        const found = refactoringsFor(checked, uri && pathOf(uri), position);
        return found.map((one) =>
          toListed(one, uri ?? around.uriOf(file), titleOf(checked.schema, names)),
        );
      });
    }),
  );

  connection.onRequest(
    protocol.refactoring,
    ({ uri, position, title }: protocol.RefactoringRequest) =>
      guarded<protocol.RefactoringEdit | null>("refactoring", null, async () => {
        const [checked] = await schemasAt(uri);
        const found = checked && refactoringsFor(checked, uri && pathOf(uri), position);
        const wanted = found?.find((one) => one.title === title);
        return (wanted && checked && refactoringEdit(checked, wanted, around)) ?? null;
      }),
  );

  connection.onRequest(protocol.configEdit, ({ uri, change }: protocol.ConfigEditRequest) =>
    guarded("configuration", null, async () => {
      const [checked] = await schemasAt(uri);
      const file = checked?.schema.files[0]?.path;
      if (!checked || file === undefined) return null;
      const changed = (text: string) =>
        "preset" in change ? setPreset(text, change.preset) : turnRuleOff(text, change.turnOff);
      return (await configEdit(file, checked.configFile, changed, around)) ?? null;
    }),
  );

  connection.onRequest(protocol.presets, () =>
    guarded<protocol.Presets | null>("presets", null, async () => {
      const [checked] = await workspace.all();
      return { current: checked?.preset ?? defaults.preset, rules: ruleCounts };
    }),
  );

  /** The schema that holds a file, or all of them. */
  async function schemasAt(uri: string | undefined): Promise<readonly CheckedSchema[]> {
    if (uri === undefined) return workspace.all();
    const checked = await workspace.schemaOf(pathOf(uri));
    return checked ? [checked] : [];
  }

  async function settle(checked: CheckedSchema): Promise<CheckedSchema> {
    const file = checked.schema.files[0]?.path;
    return (file === undefined ? undefined : await workspace.settle(file)) ?? checked;
  }
}

const ruleCounts = Object.fromEntries(
  presets.map((preset) => {
    const runs = allRules.filter((rule) => severityUnder({ ...defaults, preset }, rule) !== "off");
    return [preset, runs.length];
  }),
) as Record<protocol.PresetName, number>;
