/** Who did something about an alarm, as people read it. */

import { t } from "../language/language.svelte";
import type { Handled } from "../server/types";

/** The console itself speaks for people until they have names. */
export const who = ({ by }: Handled): string => (by === "console" ? t("alarmsConsole") : by.replace(/^console:/, ""));
