/** A parent that is marked as deleted, and children that only a real delete takes along. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Relation } from "../../schema/relation.ts";
import type { Model } from "../../schema/resolve.ts";
import { isDeletionTime } from "./words.ts";

export const cascadeAgainstSoftDelete: Rule<Model> = {
  name: "cascade-against-soft-delete",
  severity: "hint",
  preset: "all",
  summary: "Rows are marked as deleted, but onDelete: Cascade removes marked children for good",
  why: `Two ways to delete meet here and do not know of each other. Setting \`deletedAt\` on the parent is an update: no cascade fires, and its children stay, unmarked, in every list and count that does not also ask the parent. A real \`DELETE\` of the parent, by a clean-up job or by hand, does fire the cascade, and takes children along that were only meant to be marked, with everything that could have been restored or has to be kept.

Instead, choose one. If rows of the child are kept when they are deleted, state \`onDelete: Restrict\`, and mark them together with the parent in one transaction; a job that clears out old rows then deletes the children first and on purpose. If nothing is to be kept, delete for real and drop the mark of the child.`,
  examples: [
    {
      bad: `
        model Project {
          id        Int       @id
          deletedAt DateTime? @db.Timestamptz(6)
        //^^^^^^^^^
          tasks     Task[]
        }

        model Task {
          id        Int       @id
          project   Project   @relation(fields: [projectId], references: [id], onDelete: Cascade)
          projectId Int
          deletedAt DateTime? @db.Timestamptz(6)

          @@index([projectId])
        }
      `,
    },
    {
      good: `
        model Project {
          id        Int       @id
          deletedAt DateTime? @db.Timestamptz(6)
          tasks     Task[]
        }

        model Task {
          id        Int       @id
          project   Project   @relation(fields: [projectId], references: [id], onDelete: Restrict)
          projectId Int
          deletedAt DateTime? @db.Timestamptz(6)

          @@index([projectId])
        }
      `,
    },
  ],
  *check(model) {
    if (!isTable(model)) return;
    const { name, fields } = model.shape;
    const mark = fields.find((field) => field.arity === "optional" && isDeletionTime(field));
    const children = new Set(
      model.relations.filter(isMarkedChild).map(({ target }) => target.name),
    );
    if (!mark || children.size === 0) return;
    yield {
      at: mark.node.name,
      message: `A real delete in ${name} removes rows of ${[...children].join(", ")}, which are otherwise only marked as deleted`,
    };
  },
};

/** Without a mark of its own, a child may well go for good when its parent does. */
function isMarkedChild({ target, opposite }: Relation): boolean {
  return opposite?.relation?.onDelete === "Cascade" && target.fields.some(isDeletionTime);
}
