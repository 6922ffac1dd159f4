/** Who said or did something, as people read it. */

import { t } from "../language/language.svelte";

/** Whether a source of the ledger is people, not a system. */
export const isPerson = (source: string): boolean => /^(console|person)(:|$)/.test(source);

/** A person by its login, a crew or a duty by its name, the console by the key it was opened with, a system by its name. */
export function who(source: string): string {
  const [kind, name] = source.split(/:(.*)/);
  if (/^(person|crew|duty|role|channel)$/.test(kind!) && name) return name;
  if (kind === "console") return name ? `${t("logConsole")} (${name})` : t("logConsole");
  return source;
}
