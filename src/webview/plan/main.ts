/** Where the page of the plan panel begins: what it is told, and what it keeps through redrawing. */
import type { FromPlanPanel, PlanPage, ToPlanPanel } from "../../protocol/plans.ts";
import { element } from "../erd/element.ts";
import { closeMenu } from "../erd/menu.ts";
import type { Desk } from "./desk.ts";
import { keepingPlace } from "./keep-place.ts";
import { ofQuery, remembered, shapeOf } from "./memory.ts";
import { emptyPage, type Made, pageOf, refusedPage } from "./page.ts";
import { progress } from "./progress.ts";
import { asking } from "./question.ts";
import { read } from "./reading.ts";

type Host = {
  postMessage(message: FromPlanPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
};

declare const acquireVsCodeApi: () => Host;

const host = acquireVsCodeApi();
const app = document.getElementById("app") ?? document.body;
const stage = element("div", { id: "stage" });
let memory = remembered(host.getState());
let page: PlanPage | undefined;
let made: Made | undefined;

const desk: Desk = {
  tell: (message) => host.postMessage(message),
  memory: () => memory,
  remember(change) {
    memory = { ...memory, ...change };
    host.setState(memory);
  },
  select(node) {
    desk.remember({ node });
    made?.workbench?.select(node);
  },
};
const running = progress(() => desk.tell({ kind: "cancel" }));
const question = asking(() => desk.tell({ kind: "agree" }));
app.replaceChildren(running.element, question.element, stage);

addEventListener("message", ({ data }: MessageEvent<ToPlanPanel>) => {
  question.end();
  switch (data.kind) {
    case "question":
      running.end();
      setOld(false, false);
      question.ask(data);
      break;
    case "show":
      running.end();
      show(data.page);
      break;
    case "running":
      run(data.message, data.sql);
      break;
    case "refused":
      running.end();
      refuse(data.reason);
      break;
    case "idle":
      running.end();
      setOld(false, false);
      break;
  }
});

function show(next: PlanPage): void {
  page = next;
  const plan = next.result && read(next.result.json);
  // Where it failed, the nodes of the last plan are still those to come back to.
  memory = ofQuery(memory, next.query, plan?.ok ? shapeOf(plan.plan) : memory.shape);
  host.setState(memory);
  closeMenu();
  made?.workbench?.end();
  setOld(false, false);
  keepingPlace(() => {
    made = pageOf(next, desk);
    stage.replaceChildren(made.element);
  });
}

/** The plan that is shown stays, where it is one of the same query. */
function run(message: string, sql: string): void {
  // Of another query, it would mislead.
  const isOther = page === undefined || (sql !== "" && sql !== page.sql);
  running.tell(message, sql, isOther);
  setOld(true, isOther);
}

function refuse(reason: string): void {
  const before = page;
  closeMenu();
  made?.workbench?.end();
  made = undefined;
  setOld(false, false);
  stage.replaceChildren(refusedPage(reason, before && (() => show(before))));
}

/** The plan that stands there while the next one is made. */
function setOld(isOld: boolean, isHidden: boolean): void {
  stage.classList.toggle("is-old", isOld);
  stage.setAttribute("aria-busy", String(isOld));
  stage.hidden = isHidden;
}

stage.replaceChildren(emptyPage(desk));
host.postMessage({ kind: "ready" });
