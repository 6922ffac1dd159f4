const BUSY = ":popover-open *, input, textarea, select";

/**
 * Give the focus to what has opened, unless the person is in a menu or writing by now.
 *
 * The answer gives it back to who had it before, unless somebody else took it.
 */
export function lendFocus(to: HTMLElement): () => void {
  const giveBack = rememberFocus();
  if (!document.activeElement?.matches(BUSY)) to.focus();
  return giveBack;
}

/** Remember who has the focus; the answer gives it back, unless somebody else took it. */
export function rememberFocus(): () => void {
  const before = document.activeElement as HTMLElement | null;
  return () => {
    if (document.activeElement === document.body && before?.isConnected) before.focus();
  };
}
