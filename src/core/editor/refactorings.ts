/** The list of refactorings, asked for a whole schema or for the place of a cursor. */
import type { Span } from "../base/text.ts";
import type { Schema } from "../schema/resolve.ts";
import { explicitJoinModel } from "./explicit-join-model.ts";
import { mapToSnakeCase } from "./map-to-snake-case.ts";
import type { Refactoring } from "./refactoring.ts";
import { renameByConvention } from "./rename-by-convention.ts";

/** What can be done to everything at once. Takes a while: ask when the user does. */
export function schemaRefactorings(schema: Schema): Refactoring[] {
  return listed(mapToSnakeCase(schema));
}

/** What can be done to the field, model or enum at a span, whose source is one of the pieces. */
export function refactoringsAt(schema: Schema, at: Span): Refactoring[] {
  const touches = ({ start, end }: Span) => start <= at.end && end >= at.start;
  const model = schema.models.find(({ shape }) => shape.block === at.source);
  if (model) {
    const field = model.shape.fields.find(({ node }) => touches(node));
    if (field) {
      return [
        ...listed(explicitJoinModel(schema, model, field)),
        ...listed(renameByConvention.field(model, field)),
      ];
    }
    return touches(model.shape.block.name) ? listed(renameByConvention.model(schema, model)) : [];
  }
  const one = schema.enums.find(({ shape }) => shape.block === at.source);
  return one && touches(one.shape.block.name) ? listed(renameByConvention.enum(schema, one)) : [];
}

function listed(found: Refactoring | undefined): Refactoring[] {
  return found ? [found] : [];
}
