/**
 * The page of the diagram panel. It holds no truth: it shows snapshots, sends wishes, and remembers
 * how somebody looks at them.
 */
import type { SourcePlace } from "../../core/diagram/diagram.ts";
import type {
  DiagramSnapshot,
  DiagramView,
  ExportFormat,
  ToPanel,
} from "../../protocol/diagram.ts";
import { usualView } from "../../protocol/diagram.ts";
import { exported } from "./export-picture.ts";
import type { Found } from "./find-names.ts";
import type { Viewport } from "./map/camera.ts";
import { changed, type Host, type Memory, remembered, sceneOf, sharesBoxes } from "./memory.ts";
import { listenToPageKeys } from "./page-keys.ts";
import type { PictureEvent } from "./picture.ts";
import { pinsOf, placeOf, placeOfListed } from "./places.ts";
import { SearchBox } from "./search-box.ts";
import { Signals } from "./signals.ts";
import { Stage } from "./stage.ts";
import { Toolbar, type ToolbarWish, type ViewChange } from "./toolbar.ts";
import { Trail } from "./trail.ts";
import { Windows } from "./windows.ts";

export class Panel {
  readonly #host: Host;
  readonly #toolbar: Toolbar;
  readonly #trail: Trail;
  readonly #stage: Stage;
  readonly #search: SearchBox;
  readonly #windows: Windows;
  readonly #signals = new Signals();
  #view: DiagramView;
  #uri: string | undefined;
  #showsList: boolean;
  #viewport: Viewport | undefined;
  /** Which drawing the viewport belongs to. */
  #scene: string | undefined;
  #snapshot: DiagramSnapshot | undefined;
  #selected: string | undefined;
  #wanted: Found | undefined;
  #saveTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: HTMLElement, host: Host) {
    this.#host = host;
    const kept = host.getState();
    const memory = remembered(kept, usualView);
    this.#view = memory.view;
    this.#uri = memory.uri;
    this.#viewport = memory.viewport;
    this.#scene = memory.scene;
    this.#showsList = memory.showsList;
    this.#toolbar = new Toolbar(this.#toolbarState(), (wish) => this.#wished(wish));
    this.#trail = new Trail(memory.trail, memory.trailAt, {
      focus: (id) => this.#focusOn(id),
      allGroups: () => this.#wish({ group: undefined }),
    });
    this.#stage = new Stage({
      told: (event) => this.#told(event),
      open: (id) => this.#open(this.#snapshot && placeOfListed(this.#snapshot.diagram, id), true),
      focus: (id) => this.#focusOn(id),
      focusOn: (id) => this.#focusOn(id),
      useMap: () => this.#wish({ renderer: "map" }),
      busy: (isBusy) => this.#signals.busy(isBusy),
    });
    this.#search = new SearchBox({
      find: (found) => this.#stage.picture?.find(found && new Set(found.map(({ id }) => id))),
      choose: (found) => this.#reveal(found),
      closed: () => this.#stage.focus(),
    });
    this.#windows = new Windows(this.#stage.element, {
      fix: (finding) => host.postMessage({ kind: "fix", finding }),
      explain: (rule) => host.postMessage({ kind: "explain", rule }),
    });
    this.#stage.element.append(this.#search.element);
    app.append(
      this.#toolbar.element,
      this.#signals.progress,
      this.#trail.element,
      this.#signals.note,
      this.#stage.element,
      this.#signals.live,
    );
    listenToPageKeys({
      search: () => this.#search.open(),
      step: (by) => this.#trail.step(by),
      leave: () => this.#windows.close(true),
    });
    this.#stage.showsList = this.#showsList;
    // Colours follow a new theme by themselves; a new font makes boxes of another size.
    new MutationObserver(() => this.#redraw()).observe(document.documentElement, {
      attributes: true,
      attributeFilter: ["style"],
    });
    this.#signals.busy(true);
    const isKept = typeof kept === "object" && kept !== null;
    host.postMessage({
      kind: "ready",
      view: isKept ? this.#view : undefined,
      ...(this.#uri !== undefined && { uri: this.#uri }),
    });
  }

  receive(message: ToPanel): void {
    switch (message.kind) {
      case "snapshot":
        this.#show(message.snapshot);
        break;
      case "cursor":
        this.#cursorAt(message.entity, message.row);
        break;
      case "findings": {
        const { entity, row, findings } = message;
        this.#windows.findings(row === undefined ? entity : `${entity}.${row}`, findings);
        break;
      }
      case "trouble":
        this.#stage.say(message.message);
        break;
      case "search":
        this.#search.open();
    }
  }

  #show(snapshot: DiagramSnapshot): void {
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    const scene = sceneOf(snapshot);
    const isOther = scene !== this.#scene || !sharesBoxes(before, snapshot);
    const viewport = before === undefined && !isOther ? this.#viewport : undefined;
    this.#scene = scene;
    this.#trail.show(snapshot);
    this.#toolbar.show(this.#toolbarState());
    const { diagram, note } = snapshot;
    const isEmpty = diagram.entities.length + diagram.enums.length === 0;
    this.#signals.noteDown(isEmpty ? undefined : note);
    this.#search.names = snapshot.names;
    this.#stage.show(snapshot, isOther, viewport);
    const said = `${diagram.entities.length} models, ${diagram.relations.length} relations`;
    if (isOther) this.#signals.say(said);
    this.#save();
  }

  #redraw(): void {
    if (this.#snapshot?.renderer === "mermaid") this.#stage.show(this.#snapshot, false, undefined);
  }

  #toolbarState() {
    const shown = this.#snapshot?.view;
    const isOpen = this.#view.mode === "auto" && shown !== undefined;
    const view = isOpen ? { ...this.#view, mode: shown.mode } : this.#view;
    return { view, snapshot: this.#snapshot, showsList: this.#showsList };
  }

  #wish(change: ViewChange): void {
    this.#view = changed(this.#view, change);
    this.#send();
  }

  #send(): void {
    this.#windows.close();
    this.#toolbar.show(this.#toolbarState());
    this.#signals.busy(true);
    this.#save();
    this.#host.postMessage({
      kind: "view",
      view: this.#view,
      ...(this.#uri !== undefined && { uri: this.#uri }),
    });
  }

  #wished(wish: ToolbarWish): void {
    switch (wish.kind) {
      case "view":
        this.#wish(wish.change.mode === "focus" ? this.#toFocus(wish.change) : wish.change);
        break;
      case "schema":
        this.#uri = wish.uri;
        this.#wish({ focus: undefined, group: undefined });
        break;
      case "zoom":
        this.#stage.picture?.zoomBy(wish.factor);
        break;
      case "fit":
        this.#stage.picture?.fit();
        break;
      case "tidy":
        this.#signals.busy(true);
        this.#host.postMessage({ kind: "pins", pins: {} });
        break;
      case "search":
        if (this.#search.isOpen) this.#search.close();
        else this.#search.open();
        break;
      case "list":
        this.#toggleList();
        break;
      case "export":
        this.#export(wish.format);
    }
  }

  #toggleList(): void {
    this.#showsList = !this.#showsList;
    this.#stage.showsList = this.#showsList;
    this.#toolbar.show(this.#toolbarState());
    this.#save();
  }

  /** What is selected is what is meant. */
  #toFocus(change: ViewChange): ViewChange {
    const { diagram, overview } = this.#snapshot ?? {};
    const isEntity = diagram?.entities.some(({ id }) => id === this.#selected) && !overview;
    return isEntity ? { ...change, focus: this.#selected } : change;
  }

  #focusOn(id: string): void {
    const isEntity = this.#snapshot?.names.some((name) => name.id === id && name.kind !== "enum");
    // The cursor would lead away again at its next step.
    if (isEntity) this.#wish({ mode: "focus", focus: id, follows: false, group: undefined });
  }

  #openGroup(id: string): void {
    const card = this.#snapshot?.overview?.cards.find(({ group }) => group === id);
    if (card?.group !== undefined) this.#wish({ mode: "groups", group: card.group });
  }

  #told(event: PictureEvent): void {
    const isOverview = this.#snapshot?.overview !== undefined;
    switch (event.kind) {
      case "select":
        this.#selectedBy(event.id, event.row);
        break;
      case "open":
        if (isOverview) this.#openGroup(event.id);
        else this.#open(this.#placeOf(event.id, event.row), true);
        break;
      case "focus":
        if (isOverview) this.#openGroup(event.id);
        else this.#focusOn(event.id);
        break;
      case "badge":
        this.#windows.asksFindings(event);
        this.#host.postMessage({
          kind: "findings",
          entity: event.id,
          ...(event.row !== undefined && { row: event.row }),
        });
        break;
      case "relation":
        if (!isOverview) this.#open(this.#relationBy(event.id)?.at, event.takesFocus);
        break;
      case "hover-relation":
        this.#windows.relation(isOverview ? undefined : this.#relationBy(event.id), event);
        break;
      case "drag":
        this.#host.postMessage({ kind: "pins", pins: pinsOf(this.#snapshot, event) });
        break;
      case "viewport":
        this.#viewport = { x: event.x, y: event.y, zoom: event.zoom };
        this.#windows.moved();
        this.#saveSoon();
        break;
      case "drawn":
        this.#showWanted();
    }
  }

  #selectedBy(id: string | undefined, row: string | undefined): void {
    this.#selected = id;
    this.#windows.close();
    if (id !== undefined && this.#snapshot?.overview === undefined)
      this.#open(this.#placeOf(id, row), false);
  }

  #open(place: SourcePlace | undefined, takesFocus: boolean): void {
    if (place) this.#host.postMessage({ kind: "open", place, takesFocus });
  }

  #placeOf(id: string, row: string | undefined): SourcePlace | undefined {
    return this.#snapshot && placeOf(this.#snapshot.diagram, id, row);
  }

  #cursorAt(entity: string, row: string | undefined): void {
    // Who clicked on it sees it already.
    const isNews = entity !== this.#selected && !document.hasFocus();
    this.#selected = entity;
    this.#stage.select(entity, row, isNews);
  }

  #relationBy(id: string | undefined) {
    return this.#snapshot?.diagram.relations.find((one) => one.id === id);
  }

  /** What was found is selected; where it is not shown, what is shown changes first. */
  #reveal(found: Found): void {
    const { diagram, overview } = this.#snapshot ?? {};
    const isThere = (list: readonly { readonly id: string }[] = []) =>
      overview === undefined && list.some(({ id }) => id === found.id);
    this.#wanted = found;
    if (isThere(diagram?.entities) || isThere(diagram?.enums)) this.#showWanted();
    else if (found.kind === "enum") this.#wish({ mode: "all", enums: true });
    else this.#focusOn(found.id);
  }

  #showWanted(): void {
    const found = this.#wanted;
    if (found === undefined || this.#stage.picture?.boxOf(found.id) === undefined) return;
    this.#wanted = undefined;
    this.#selected = found.id;
    this.#stage.select(found.id, found.row, true);
    this.#signals.say(`${found.id} is shown`);
  }

  #export(format: ExportFormat): void {
    this.#signals.busy(true);
    exported(format, this.#stage.picture?.element, this.#snapshot)
      .then((message) => this.#host.postMessage(message))
      .catch(() => this.#signals.say("The picture is too large for a PNG"))
      .finally(() => this.#signals.busy(false));
  }

  #saveSoon(): void {
    clearTimeout(this.#saveTimer);
    this.#saveTimer = setTimeout(() => this.#save(), 200);
  }

  #save(): void {
    const memory: Memory = {
      view: this.#view,
      uri: this.#uri,
      viewport: this.#viewport,
      scene: this.#scene,
      trail: this.#trail.ids,
      trailAt: this.#trail.at,
      showsList: this.#showsList,
    };
    this.#host.setState(memory);
  }
}
