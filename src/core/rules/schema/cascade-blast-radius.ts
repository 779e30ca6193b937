/** A delete that reaches far beyond its own table. */
import type { Rule } from "../../lint/rule.ts";
import { isTable } from "../../schema/model.ts";
import type { Schema } from "../../schema/resolve.ts";
import type { ModelShape } from "../../schema/shape.ts";

/** From here on a delete is told: so many other models, some of them hidden behind others, … */
const manyModels = 10;
const hidden = 2;

/** … or some of them so many relations away. */
const farAway = 3;

export const cascadeBlastRadius: Rule<Schema> = {
  name: "cascade-blast-radius",
  severity: "hint",
  preset: "strict",
  summary: "Deleting one row cascades through many models, or far",
  why: `Each \`onDelete: Cascade\` makes sense where it stands. Together they mean that one delete, of one row, empties a part of the database: silently, in one transaction, without a line in the application that names the tables. It holds locks on all rows it touches until it ends; where a key is not indexed it reads whole tables; and there is no way back but a backup.

Instead, decide it at the top. Use \`Restrict\` where the chain enters data that is worth keeping, such as invoices, messages and audit logs, so that they have to be deleted on purpose. Or mark the row as deleted and clear what hangs on it in batches from a job. Where the radius is meant, as for a tenant that leaves, say so in an ignore comment.`,
  examples: [
    {
      bad: `
        model Workspace {
        //    ^^^^^^^^^
          id     Int     @id
          boards Board[]
        }

        model Board {
          id          Int       @id
          workspace   Workspace @relation(fields: [workspaceId], references: [id], onDelete: Cascade)
          workspaceId Int
          cards       Card[]

          @@index([workspaceId])
        }

        model Card {
          id      Int       @id
          board   Board     @relation(fields: [boardId], references: [id], onDelete: Cascade)
          boardId Int
          notes   Comment[]

          @@index([boardId])
        }

        model Comment {
          id     Int  @id
          card   Card @relation(fields: [cardId], references: [id], onDelete: Cascade)
          cardId Int

          @@index([cardId])
        }
      `,
    },
    {
      good: `
        model Workspace {
          id     Int     @id
          boards Board[]
        }

        model Board {
          id          Int       @id
          workspace   Workspace @relation(fields: [workspaceId], references: [id], onDelete: Restrict)
          workspaceId Int
          cards       Card[]

          @@index([workspaceId])
        }

        model Card {
          id      Int       @id
          board   Board     @relation(fields: [boardId], references: [id], onDelete: Cascade)
          boardId Int
          notes   Comment[]

          @@index([boardId])
        }

        model Comment {
          id     Int  @id
          card   Card @relation(fields: [cardId], references: [id], onDelete: Cascade)
          cardId Int

          @@index([cardId])
        }
      `,
    },
  ],
  *check({ models }) {
    const children = childrenOf(models.filter(isTable));
    const reaches = new Map<ModelShape, Reach>();
    for (const shape of children.keys()) reaches.set(shape, reachOf(shape, children));
    const before: ModelShape[] = [];
    for (const [shape, reach] of reaches) {
      before.push(shape);
      const { size } = reach.models;
      const depth = reach.longest.length - 1;
      // What a model itself lists is no surprise.
      if (depth < hidden || (size < manyModels && depth < farAway)) continue;
      // What begins further up, or earlier in the same circle, is told there.
      const isBelow = [...reaches].some(
        ([other, { models: below }]) =>
          other !== shape &&
          below.has(shape) &&
          (!reach.models.has(other) || before.includes(other)),
      );
      if (isBelow) continue;
      const path = reach.longest.map(({ name }) => name).join(" → ");
      yield {
        at: shape.block.name,
        message: `Deleting one ${shape.name} also deletes from ${size} other models, up to ${depth} relations away: ${path}`,
      };
    }
  },
};

/** Parents with the models whose rows go when a row of theirs goes. */
type Children = ReadonlyMap<ModelShape, ReadonlySet<ModelShape>>;

function childrenOf(tables: Schema["models"]): Children {
  const children = new Map(tables.map(({ shape }) => [shape, new Set<ModelShape>()]));
  for (const { shape, relations } of tables) {
    for (const { target, foreignKey } of relations) {
      if (foreignKey?.onDelete === "Cascade") children.get(target)?.add(shape);
    }
  }
  return children;
}

type Reach = {
  /** Without the one in which the delete begins. */
  readonly models: ReadonlySet<ModelShape>;
  /** The shortest way to the one that is furthest away, both ends included. */
  readonly longest: readonly ModelShape[];
};

function reachOf(start: ModelShape, children: Children): Reach {
  const pathTo = new Map<ModelShape, readonly ModelShape[]>([[start, [start]]]);
  let longest: readonly ModelShape[] = [start];
  // A map can grow while it is walked: this goes breadth first.
  for (const [from, path] of pathTo) {
    if (path.length > longest.length) longest = path;
    for (const child of children.get(from) ?? []) {
      if (!pathTo.has(child)) pathTo.set(child, [...path, child]);
    }
  }
  pathTo.delete(start);
  return { models: new Set(pathTo.keys()), longest };
}
