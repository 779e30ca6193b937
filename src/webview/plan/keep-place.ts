/**
 * Makes the page anew under somebody who is using it: the focus, what is typed and selected in an
 * input, and how far everything is scrolled stay.
 */

type Focus = {
  readonly id: string;
  readonly value: string | undefined;
  readonly start: number | null;
  readonly end: number | null;
};

/** An input that is opened by a button has the button's id and this. */
const opened = "-input";

export function keepingPlace(redraw: () => void): void {
  const focus = focusNow();
  const top = document.scrollingElement?.scrollTop ?? 0;
  const scrolled = new Map(
    [...document.querySelectorAll("[data-keeps-scroll]")].map((one) => [one.id, one.scrollTop]),
  );
  redraw();
  if (focus) restore(focus);
  for (const [id, at] of scrolled) {
    const one = document.getElementById(id);
    if (one) one.scrollTop = at;
  }
  if (document.scrollingElement) document.scrollingElement.scrollTop = top;
}

function focusNow(): Focus | undefined {
  const { activeElement } = document;
  if (activeElement === null || activeElement.id === "") return undefined;
  const input = activeElement instanceof HTMLInputElement ? activeElement : undefined;
  return {
    id: activeElement.id,
    value: input?.value,
    start: input?.selectionStart ?? null,
    end: input?.selectionEnd ?? null,
  };
}

function restore({ id, value, start, end }: Focus): void {
  if (!document.getElementById(id) && id.endsWith(opened)) {
    document.getElementById(id.slice(0, -opened.length))?.click();
  }
  const target = document.getElementById(id);
  target?.focus({ preventScroll: true });
  if (!(target instanceof HTMLInputElement)) return;
  if (value !== undefined && id.endsWith(opened)) target.value = value;
  target.setSelectionRange(start, end);
}
