/** Relationships as people say them, from either end. */

import type { Layer } from "../server/types";
import { spelled } from "../town/values";
import { say, t } from "./language.svelte";

const SPEAKS_FOR = "controlledAsset"; //: a device for its asset

/** How a relationship reads from the entity that has it; of: that entity's layer. */
export const forth = (relation: string, of: Layer | undefined): string =>
  say(described(relation, of)?.title) || plain(relation);

/** How it reads from what it leads to. */
export const back = (relation: string, of: Layer | undefined): string =>
  say(described(relation, of)?.back) || plain(relation);

const described = (relation: string, of: Layer | undefined) =>
  of?.relations.find(({ attribute }) => attribute === relation);

const plain = (relation: string) =>
  relation === SPEAKS_FOR ? t("kinSpeaks") : spelled(relation.replace(/^ref(?=[A-Z])/, ""));
