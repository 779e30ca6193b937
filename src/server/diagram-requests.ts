/** What the diagram panel asks of the server, in the words of the protocol. */
import type { Connection } from "vscode-languageserver";
import type { SourcePlace } from "../core/diagram/diagram.ts";
import type { Verdict } from "../core/lint/rule.ts";
import { blockOf, subjectOf } from "../core/rules/identity.ts";
import { placer } from "../core/schema/place.ts";
import * as protocol from "../protocol/diagram.ts";
import { linesOf, toRange } from "./convert.ts";
import type { Diagrams } from "./diagrams.ts";
import { pathOf } from "./paths.ts";
import type { Guarded } from "./requests.ts";
import type { CheckedSchema, Workspace } from "./workspace.ts";

export function answerDiagramRequests(
  connection: Connection,
  workspace: Workspace,
  diagrams: Diagrams,
  uriOf: (file: string) => string,
  guarded: Guarded,
): void {
  connection.onRequest(protocol.diagram, (request: protocol.DiagramRequest) =>
    guarded<protocol.DiagramSnapshot | null>("diagram", null, async () => {
      return (await diagrams.snapshot(request)) ?? null;
    }),
  );

  connection.onRequest(protocol.diagramExport, (request: protocol.DiagramExportRequest) =>
    guarded<string | null>("export", null, async () => (await diagrams.exported(request)) ?? null),
  );

  connection.onRequest(protocol.diagramPlace, ({ uri, offset }: protocol.DiagramPlaceRequest) =>
    guarded("diagram", null, async () => (await diagrams.entityAt(pathOf(uri), offset)) ?? null),
  );

  connection.onRequest(protocol.diagramSource, ({ file, start, end }: SourcePlace) =>
    guarded<protocol.SourceRange | null>("source", null, async () => {
      const checked = await workspace.schemaOf(file);
      const found = checked?.schema.files.find(({ path }) => path === file);
      return found ? { uri: uriOf(file), range: toRange(linesOf(found), start, end) } : null;
    }),
  );

  connection.onRequest(protocol.diagramFindings, (request: protocol.DiagramFindingsRequest) =>
    guarded<protocol.DiagramFinding[]>("findings", [], async () => {
      const checked = await workspace.settle(pathOf(request.uri));
      return checked ? findingsOf(checked, request, uriOf) : [];
    }),
  );
}

function findingsOf(
  { schema, check }: CheckedSchema,
  { entity, row }: protocol.DiagramFindingsRequest,
  uriOf: (file: string) => string,
): protocol.DiagramFinding[] {
  const place = placer(schema.files);
  const isAsked = ({ at }: Verdict) =>
    blockOf(at)?.name.text === entity &&
    (row === undefined || subjectOf(at) === `${entity}.${row}`);
  return check.files
    .flatMap(({ verdicts }) => verdicts)
    .filter(isAsked)
    .flatMap(({ rule, severity, message, fix, at }) => {
      const found = place(at);
      if (!found) return [];
      const range = toRange(linesOf(found.file), found.start, found.end);
      return [{ rule, severity, message, range, uri: uriOf(found.file.path), fix: fix?.title }];
    });
}
