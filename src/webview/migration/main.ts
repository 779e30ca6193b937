/** The page of the migration panel: a summary of what the server says, made anew each time. */
import type { FromMigrationPanel, ToMigrationPanel } from "../../protocol/migrations.ts";
import { pageOf } from "./page.ts";

type Host = {
  postMessage(message: FromMigrationPanel): void;
  setState(state: { readonly document: string }): void;
};

declare const acquireVsCodeApi: () => Host;

const host = acquireVsCodeApi();
const app = document.getElementById("app");

addEventListener("message", ({ data }: MessageEvent<ToMigrationPanel>) => {
  if (app === null) return;
  // The editor keeps it, and gives it to the panel after a restart.
  if (data.page) host.setState({ document: data.page.document });
  const focused = document.activeElement?.id;
  const scrolled = document.scrollingElement?.scrollTop ?? 0;
  app.replaceChildren(pageOf(data.page, (message) => host.postMessage(message)));
  // Whoever stands on a button while the page is made anew stays there.
  if (focused) document.getElementById(focused)?.focus();
  if (document.scrollingElement) document.scrollingElement.scrollTop = scrolled;
});

host.postMessage({ kind: "ready" });
