/** A hidden join table for what people will soon want to know more about. */
import { wordsIn } from "../../base/words.ts";
import type { Rule } from "../../lint/rule.ts";
import { isConstraint } from "../../schema/index-coverage.ts";
import type { Relation } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";
import type { FieldShape, ModelShape } from "../../schema/shape.ts";
import { singularOf } from "../plural.ts";

export const implicitManyToManyNeedsColumns: Rule<Model> = {
  name: "implicit-many-to-many-needs-columns",
  severity: "hint",
  preset: "strict",
  summary: "A hidden join table holds pairs that usually need columns of their own",
  why: `Two lists that lead to each other are kept in a table that Prisma hides: the columns \`A\` and \`B\`, and nothing else. It cannot say since when a user is a member, in which role, or who invited them; it cannot be filtered, ordered or paged by anything of its own; and a pair that is taken out leaves no trace.

For tags on posts that is all one needs. Members, students, followers and likes get a date or a role sooner or later, and by then the table is full.

Instead, write the join table as a model: the refactoring *Make the join model … explicit* does it on the table that is there. Every \`connect\` and \`include\` of the relation has to follow, which is less work today than later.`,
  examples: [
    {
      bad: `
        model Team {
          id      Int    @id
          members User[]
        //^^^^^^^
        }

        model User {
          id    Int    @id
          teams Team[]
        }
      `,
    },
    {
      good: `
        model Post {
          id   Int   @id
          tags Tag[]
        }

        model Tag {
          id    Int    @id
          posts Post[]
        }
      `,
    },
  ],
  *check({ shape, relations }) {
    for (const relation of relations) {
      const { field, target, joinTable, opposite } = relation;
      // Both sides see the join table; the side of column A tells.
      if (joinTable?.column !== "A" || !opposite) continue;
      const reason = reasonOf(shape, relation, opposite, relations);
      if (reason === undefined) continue;
      yield {
        at: field.node.name,
        message: `The hidden table between ${shape.name} and ${target.name} holds pairs only: ${reason}`,
      };
    }
  },
};

function reasonOf(
  shape: ModelShape,
  { field, target }: Relation,
  opposite: FieldShape,
  relations: readonly Relation[],
): string | undefined {
  const join = relations.find((other) => joins(other.target, shape, target));
  if (join) return `${join.target.name} already joins them with columns of its own`;
  const named = wordsIn(field.relation?.name ?? "").find((word) => deeds.has(word));
  if (named) return `each ${named} usually has a date`;
  const role = [field, opposite].find(({ name }) => roles.has(singularOf(lastWord(name))));
  if (role) return `${role.name} usually have a date or a role`;
  const group = [shape, target].find(({ name }) => groups.has(lastWord(singularOf(name))));
  const person = [shape, target].find(({ name }) => people.has(lastWord(singularOf(name))));
  if (group && person) return "memberships usually have a date or a role";
  return undefined;
}

/** A model with a foreign key to each, of which a pair may occur once. */
function joins(model: ModelShape, one: ModelShape, other: ModelShape): boolean {
  if (model === one || model === other) return false;
  const keyTo = (target: ModelShape) =>
    model.fields.find(({ typeName, relation }) => typeName === target.name && relation?.fields);
  const keys = [keyTo(one), keyTo(other)].map((field) => field?.relation?.fields?.[0]?.text);
  return (
    keys.every((key) => key !== undefined) &&
    model.indexes.some(
      (index) =>
        isConstraint(index) &&
        index.parts.length === 2 &&
        index.parts.every(({ path }) => keys.includes(path)),
    )
  );
}

function lastWord(name: string): string {
  return wordsIn(name).at(-1) ?? "";
}

const deeds = new Set(
  "membership enrollment enrolment enrollments memberships like likes follow follows subscription booking attendance participation invitation friendship vote favorite favourite bookmark purchase assignment".split(
    " ",
  ),
);

const roles = new Set(
  "member participant attendee follower following friend student enrollment subscriber like liker assignee collaborator".split(
    " ",
  ),
);

const people = new Set("user person member account profile student employee".split(" "));

const groups = new Set(
  "team organization organisation workspace company project course group club class community tenant channel".split(
    " ",
  ),
);
