/**
 * Asks for plans and shows what comes back: one query at a time, the one that was asked for last.
 * What somebody typed for its parameters is remembered.
 */
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  type ExplainAnswer,
  type ExplainProgress,
  type ExplainRequest,
  explain,
  explainProgress,
  type GivenValue,
  type PlanPage,
} from "../../protocol/plans.ts";
import type { DatabaseConnections } from "../database/connections.ts";
import type { PlanPanels } from "../panels/plan.ts";

/** Where the query is; the text is taken anew each time. */
type Place = {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  /** What stood there when it was explained: it is looked for where something was typed above it. */
  readonly text?: string;
};

export type Wish = Pick<ExplainRequest, "mode" | "target" | "values" | "times">;

export const plainWish: Wish = { mode: "plan", target: undefined, values: [], times: 1 };

const memoryKey = "prismaArchitect.parameters";

/** Of more queries nobody remembers the values. */
const mostRemembered = 100;

type Remembered = Readonly<Record<string, readonly GivenValue[]>>;

export class Explanations {
  readonly #client: LanguageClient;
  readonly #panels: PlanPanels;
  readonly #connections: DatabaseConnections;
  readonly #memory: vscode.Memento;
  readonly #shown: (page: PlanPage) => void;
  readonly #listening: vscode.Disposable;
  #running: { readonly token: string; readonly stop: vscode.CancellationTokenSource } | undefined;
  #place: Place | undefined;
  #page: PlanPage | undefined;
  #agree: (() => Promise<void>) | undefined;

  /** `shown` is told of every page. */
  constructor(
    client: LanguageClient,
    panels: PlanPanels,
    connections: DatabaseConnections,
    memory: vscode.Memento,
    shown: (page: PlanPage) => void,
  ) {
    this.#client = client;
    this.#panels = panels;
    this.#connections = connections;
    this.#memory = memory;
    this.#shown = shown;
    this.#listening = client.onNotification(explainProgress, (now: ExplainProgress) => {
      if (now.token === this.#running?.token) this.#panels.running(now.message, "");
    });
  }

  dispose(): void {
    this.cancel();
    this.#listening.dispose();
  }

  get page(): PlanPage | undefined {
    return this.#page;
  }

  async explainAt(place: Place, wish: Wish): Promise<void> {
    this.#place = place;
    await this.#ask(place, wish, []);
  }

  /** The query that is shown, where it stands now, in another way. */
  async again(wish: Wish): Promise<void> {
    const place = this.#place;
    if (!place) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
    await this.#ask(foundAgain(place, document.getText()), wish, []);
  }

  /** Yes to the question that was asked last; it holds for that query only. */
  async agree(): Promise<void> {
    const run = this.#agree;
    this.#agree = undefined;
    await run?.();
  }

  cancel(): void {
    this.#running?.stop.cancel();
  }

  async #ask(place: Place, wish: Wish, agreed: readonly string[]): Promise<void> {
    this.cancel();
    this.#agree = undefined;
    const stop = new vscode.CancellationTokenSource();
    const own = { token: randomUUID(), stop };
    this.#running = own;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri));
    // The plan of another query would mislead while this one is made.
    const isShown = this.#page?.uri === place.uri && isWithin(place, this.#page);
    const line = document.lineAt(document.positionAt(place.start)).text.trim();
    this.#panels.running("Reading the query", isShown ? "" : line);
    const request: ExplainRequest = {
      mode: wish.mode,
      target: wish.target,
      values: wish.values,
      times: wish.times,
      uri: place.uri,
      start: place.start,
      end: place.end,
      languageId: document.languageId,
      text: document.getText(),
      remembered: this.#memory.get<Remembered>(memoryKey, {}),
      agreed,
      isTrusted: vscode.workspace.isTrusted,
      token: own.token,
    };
    try {
      const answer = await this.#client.sendRequest<ExplainAnswer>(explain, request, stop.token);
      if (this.#running === own) await this.#show(answer, request, wish, agreed);
    } catch (error) {
      if (this.#running !== own) return;
      this.#panels.idle();
      if (!stop.token.isCancellationRequested) throw error;
    } finally {
      if (this.#running === own) this.#running = undefined;
      stop.dispose();
    }
  }

  async #show(
    answer: ExplainAnswer,
    request: ExplainRequest,
    wish: Wish,
    agreed: readonly string[],
  ): Promise<void> {
    switch (answer.kind) {
      case "page":
        this.#page = answer.page;
        // Later the same query is found again by where it begins, not by what was selected.
        this.#place = placeIn(answer.page, request.text);
        this.#panels.show(answer.page);
        this.#shown(answer.page);
        await this.#remember(answer.page);
        break;
      case "question": {
        const { key, schemaUri, isLasting, question, detail, yes } = answer;
        const isKnown = isLasting && this.#connections.agreed(schemaUri).includes(key);
        // Which database is meant, only the server knows: a yes for another one does not count.
        if (isKnown && !agreed.includes(key)) {
          await this.#ask(request, wish, [...agreed, key]);
          break;
        }
        this.#panels.ask({ kind: "question", question, detail, yes });
        this.#agree = async () => {
          if (isLasting) await this.#connections.agree(schemaUri, key);
          await this.#ask(request, wish, [...agreed, key]);
        };
        break;
      }
      case "refused":
        this.#panels.refused(answer.reason);
        break;
      case "cancelled":
        this.#panels.idle();
        break;
    }
  }

  async #remember({ query, parameters }: PlanPage): Promise<void> {
    if (parameters.length === 0) return;
    const before = this.#memory.get<Remembered>(memoryKey, {});
    const { [query]: _, ...others } = before;
    const kept = Object.entries(others).slice(1 - mostRemembered);
    const last = Math.max(...parameters.map(({ number }) => number));
    const values = Array.from({ length: last }, (_, before): GivenValue => {
      const own = parameters.find(({ number }) => number === before + 1);
      return own === undefined ? false : own.value;
    });
    await this.#memory.update(memoryKey, Object.fromEntries([...kept, [query, values]]));
  }
}

function isWithin({ start }: Place, page: PlanPage): boolean {
  return page.start <= start && start <= page.end;
}

function placeIn({ uri, start, end }: PlanPage, text: string): Place {
  return { uri, start, end, text: text.slice(start, end) };
}

/** The nearest place with the same text; where there is none, the offset that it had. */
function foundAgain(place: Place, text: string): Place {
  const { uri, start, text: wanted } = place;
  if (wanted === undefined || wanted === "" || text.startsWith(wanted, start)) return place;
  const after = text.indexOf(wanted, start);
  const before = text.lastIndexOf(wanted, start);
  const isBefore = before >= 0 && (after < 0 || start - before < after - start);
  const found = isBefore ? before : after;
  return found < 0 ? place : { uri, start: found, end: found };
}
