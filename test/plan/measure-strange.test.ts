/** Plans that no server makes: contradictory, very wide and very deep ones. */
import { expect, test, vi } from "vitest";
import { measure } from "../../src/core/plan/measure.ts";
import { readPlan } from "../../src/core/plan/read-plan.ts";
import { addsUp, sum } from "./adds-up.ts";
import { planIn, randomFrom, randomPlan } from "./plans.ts";

// Very large plans take their time beside other tests.
vi.setConfig({ testTimeout: 60_000 });

test("random plans, however they contradict themselves", () => {
  const random = randomFrom(1);
  for (let round = 0; round < 400; round++) {
    const plan = planIn(readPlan(randomPlan(random)));
    addsUp(plan, measure(plan), false);
  }
});

test("two hundred thousand members", () => {
  const member = '{"Node Type":"Result","Actual Total Time":1,"Actual Rows":1,"Actual Loops":1}';
  const members = Array.from({ length: 200_000 }, () => member).join(",");
  const append = `{"Node Type":"Append","Actual Total Time":9,"Actual Rows":1,"Actual Loops":1,"Plans":[${members}]}`;
  const plan = planIn(readPlan(`{"Plan":${append}}`));
  const own = measure(plan).map(({ ownTime }) => ownTime ?? Number.NaN);
  expect(sum(own)).toBeCloseTo(9, 6);
}, 60_000);

test("ten thousand levels", () => {
  const level =
    '{"Node Type":"Limit","Total Cost":1,"Actual Total Time":1,"Actual Rows":1,"Actual Loops":1,"Plans":[';
  const leaf = '{"Node Type":"Result","Actual Total Time":1,"Actual Rows":1,"Actual Loops":1}';
  const plan = planIn(readPlan(`{"Plan":${level.repeat(10_000)}${leaf}${"]}".repeat(10_000)}}`));
  addsUp(plan, measure(plan), true);
});
