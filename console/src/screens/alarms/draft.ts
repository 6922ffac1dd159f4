/** A work order about what alarms are about. */

import { say } from "../../language/language.svelte";
import type { Alarm, Asset } from "../../server/types";
import type { Town } from "../../town/town.svelte";
import { draftOrder, type DraftAsset } from "../../work-orders/draft";
import { causeOf, seenUntil } from "./wanted";

const ALERT = "Alert"; //: stands for what its rule is about
const SOURCE = "alertSource";

/** Open the form of a work order for alarms. Raises Problem where what one is about is not known. */
export async function draftFor(town: Town, alarms: readonly Alarm[]): Promise<void> {
  const assets = await Promise.all(alarms.map((alarm) => assetOf(town, alarm)));
  const [first] = alarms as [Alarm];
  const alone = alarms.length === 1;
  const services = new Set(alarms.map(({ layer }) => (layer === null ? "" : (town.layer(layer)?.domain ?? ""))));
  draftOrder({
    title: alone ? [assets[0]!.name, say(first.cause)].filter(Boolean).join(": ").slice(0, 200) : "",
    description: alone ? say(first.cause) : "",
    assets: [...new Map(assets.map((one) => [one.urn, one])).values()],
    service: services.size === 1 ? [...services][0]! : "",
    alarms: { assets: alarms.map((alarm) => causeOf(alarm).id), seen_until: alarms.map(seenUntil).sort().at(-1)! },
  });
}

/** What an alarm is about: the asset itself, that of its cause, or that of the rule that raised it. */
async function assetOf(town: Town, alarm: Alarm): Promise<DraftAsset> {
  const { id, name } = causeOf(alarm);
  const itself = id === alarm.id;
  if (itself && alarm.type !== ALERT) return { urn: alarm.urn, name, because: alarm.alert_urn };
  const about = aboutOf(await town.server.asset(id));
  return { urn: about, name, ...(itself && { because: alarm.alert_urn }) };
}

const aboutOf = ({ urn, relations }: Asset): string => relations.find(({ name }) => name === SOURCE)?.urn ?? urn;
