/** When the small windows over the diagram open and close, and what is in them. */
import type { DiagramRelation } from "../../core/diagram/diagram.ts";
import type { DiagramFinding } from "../../protocol/diagram.ts";
import { type FindingActions, findingsCard, relationCard } from "./cards.ts";
import { Popover } from "./popover.ts";

type Place = { readonly x: number; readonly y: number };

/** Before a card is shown, the pointer has to rest. */
const rest = 160;

export class Windows {
  readonly #popover: Popover;
  readonly #actions: FindingActions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Where findings were asked for. */
  #asked: Place | undefined;

  constructor(layer: HTMLElement, actions: FindingActions) {
    this.#popover = new Popover(layer);
    this.#actions = {
      ...actions,
      fix: (finding) => {
        this.close(true);
        actions.fix(finding);
      },
    };
  }

  close(returnsFocus = false): void {
    clearTimeout(this.#timer);
    this.#popover.close(returnsFocus);
  }

  /** What moves under a hint makes it wrong; a dialog is closed by hand. */
  moved(): void {
    if (!this.#popover.takesFocus) this.close();
  }

  relation(relation: DiagramRelation | undefined, at: Place): void {
    if (this.#popover.takesFocus) return;
    this.close();
    if (relation === undefined) return;
    this.#timer = setTimeout(() => {
      const label = `${relation.from.entity} to ${relation.to.entity}`;
      this.#popover.show(relationCard(relation), at, { label, takesFocus: false });
    }, rest);
  }

  asksFindings(at: Place): void {
    this.#asked = at;
  }

  findings(title: string, findings: readonly DiagramFinding[]): void {
    const at = this.#asked;
    if (at === undefined || findings.length === 0) return;
    this.close();
    const content = findingsCard(title, findings, this.#actions);
    this.#popover.show(content, at, { label: `Findings in ${title}`, takesFocus: true });
  }
}
