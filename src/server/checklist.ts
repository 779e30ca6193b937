/** The checklist of the workspace, in the words of the protocol: where each finding is, and its fix. */
import { checklistOf } from "../core/editor/checklist.ts";
import type { Verdict } from "../core/lint/rule.ts";
import { subjectOf } from "../core/rules/identity.ts";
import { allRules } from "../core/rules/index.ts";
import type { SchemaFile } from "../core/schema/file.ts";
import { placer } from "../core/schema/place.ts";
import type { Schema } from "../core/schema/resolve.ts";
import type {
  Checklist,
  ChecklistGroup,
  ChecklistItem,
  ChecklistRequest,
  ChecklistSection,
  FindingFixRequest,
} from "../protocol/messages.ts";
import { linesOf, toRange } from "./convert.ts";
import type { CheckedSchema } from "./workspace.ts";

/** How files are called on the far side. */
export type Names = {
  readonly uriOf: (file: string) => string;
  /** From the workspace folder on. */
  readonly relative: (file: string) => string;
};

export function checklist(
  schemas: readonly CheckedSchema[],
  request: ChecklistRequest,
  names: Names,
): Checklist {
  const all = schemas.flatMap(({ check }) => check.files.flatMap(({ verdicts }) => verdicts));
  const sections = schemas.map((checked) => section(checked, request, names));
  return {
    schemas: schemas.length,
    models: schemas.reduce((sum, { schema }) => sum + schema.models.length, 0),
    total: all.length,
    loud: all.filter(({ severity }) => severity === "error" || severity === "warning").length,
    sections: sections.filter(({ groups }) => groups.length > 0),
  };
}

function section(
  { schema, check }: CheckedSchema,
  { groupBy, filter }: ChecklistRequest,
  names: Names,
): ChecklistSection {
  const place = itemPlacer(schema.files, names);
  const verdicts = check.files.flatMap((file) => file.verdicts);
  const first = schema.files[0]?.path ?? "";
  return {
    title: titleOf(schema, names),
    groups: checklistOf(verdicts, groupBy, filter).map((group): ChecklistGroup => {
      const rule = groupBy === "rule" ? group.name : undefined;
      return {
        name: group.name,
        summary: (rule && summaries.get(rule)) ?? "",
        severity: group.verdicts[0]?.severity ?? "hint",
        rule,
        uri: names.uriOf(first),
        fixable: group.fixable,
        items: group.verdicts.flatMap(place),
      };
    }),
  };
}

/** What a schema is called: its file, or the folder of its files. */
export function titleOf({ files }: Schema, { relative }: Pick<Names, "relative">): string {
  const first = files[0]?.path ?? "";
  return relative(files.length > 1 ? first.replace(/[\\/][^\\/]*$/, "") : first);
}

const summaries = new Map(allRules.map(({ name, summary }) => [name, summary]));

function itemPlacer(files: readonly SchemaFile[], { uriOf }: Names) {
  const place = placer(files);
  return (verdict: Verdict): ChecklistItem[] => {
    const found = place(verdict.at);
    if (!found) return [];
    const { rule, severity, message, fix, known = false } = verdict;
    return [
      {
        rule,
        severity,
        message,
        known,
        subject: subjectOf(verdict.at) ?? "",
        uri: uriOf(found.file.path),
        range: toRange(linesOf(found.file), found.start, found.end),
        fix: fix?.title,
      },
    ];
  };
}

/** The finding somebody saw in the list: at the same place or, when it moved, with the same words. */
export function findAgain(
  { schema, check }: CheckedSchema,
  { rule, message, range }: FindingFixRequest,
): Verdict | undefined {
  const place = placer(schema.files);
  const alike = check.files
    .flatMap(({ verdicts }) => verdicts)
    .filter((verdict) => verdict.rule === rule && verdict.message === message);
  const isThere = ({ at }: Verdict) => {
    const found = place(at);
    const line = found && toRange(linesOf(found.file), found.start, found.end).start.line;
    return line === range.start.line;
  };
  return alike.find(isThere) ?? alike[0];
}
