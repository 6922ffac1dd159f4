/** What something that is done comes to, in a line. Pure but for the language. */

import { say } from "../../language/language.svelte";
import type { Text } from "../../server/types";
import type { Decision } from "./types";

type Effect = Decision["effects"][number];

const code = (urn: unknown) => String(urn ?? "").split(":").at(-1) ?? "";

/** Tell it: to whom, about what. */
export function effectSaid({ does, ...what }: Effect): string {
  if (does === "notify") return `${(what.to as string[]).join(", ")}: ${say(what.subject as Text)}`;
  if (does === "command") return `${code(what.entity)}: ${what.command} ${shown(what.value)}`;
  if (does === "start") return String(what.scenario);
  const says = what.says as Record<string, unknown>;
  return say((says.title ?? says.description) as Text | undefined) || code(what.entity);
}

const shown = (value: unknown) => (value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));
