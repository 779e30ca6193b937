/** What the parts of the page work with: the plan that is read, and what they may do. */
import type { Measured } from "../../core/plan/measure.ts";
import type { Plan } from "../../core/plan/plan.ts";
import type { FromPlanPanel, PlanPage, PlanResult } from "../../protocol/plans.ts";
import type { Memory, Remember } from "./memory.ts";

export type Tell = (message: FromPlanPanel) => void;

/** A plan as core reads it, with what each node took. */
export type Read = {
  readonly plan: Plan;
  /** By the index of the node. */
  readonly measured: readonly Measured[];
};

export type Shown = Read & { readonly page: PlanPage; readonly result: PlanResult };

export type Desk = {
  readonly tell: Tell;
  readonly memory: () => Memory;
  readonly remember: Remember;
  /** Shows a node in the plan: its row, and what is known of it. */
  readonly select: (node: number | undefined) => void;
};
