/** A question that somebody has to answer before a query is run: above the page, which stays as it is. */
import { element } from "../erd/element.ts";

export type Question = { readonly question: string; readonly detail: string; readonly yes: string };

export type Asking = {
  readonly element: HTMLElement;
  readonly ask: (question: Question) => void;
  /** Whatever else is shown answers it as well: nothing is run. */
  readonly end: () => void;
};

export function asking(agree: () => void): Asking {
  const title = element("h2", { id: "question-title" });
  const detail = element("p", { id: "question-detail" });
  const yes = element("button", { id: "agree", class: "main", type: "button" });
  const no = element("button", { id: "decline", type: "button" }, "Do Not Run");
  const made = element(
    "section",
    {
      class: "question",
      role: "alertdialog",
      "aria-labelledby": "question-title",
      "aria-describedby": "question-detail",
    },
    title,
    detail,
    element("div", { class: "buttons" }, yes, no),
  );
  made.hidden = true;
  const end = () => {
    made.hidden = true;
  };
  yes.addEventListener("click", () => {
    end();
    agree();
  });
  no.addEventListener("click", end);
  made.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") end();
  });
  return {
    element: made,
    ask(question) {
      title.textContent = question.question;
      detail.textContent = question.detail;
      yes.textContent = question.yes;
      made.hidden = false;
      // Not on the button that runs it: a second press of Enter must not agree.
      no.focus();
    },
    end,
  };
}
