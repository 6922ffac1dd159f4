// An application that uses an NGSI-LD broker by the npm package `ngsijs`.
//
//   node broker.mjs URL KEY
//
// Prints what it found as JSON, one line a step.
import NGSI from "ngsijs";

const [url, key] = process.argv.slice(2);
const broker = new NGSI.Connection(url, { headers: { Authorization: `Bearer ${key}` } });
const id = "urn:ngsi-ld:Vehicle:npm";
const say = (step, found) => console.log(JSON.stringify({ step, found }));

const { created } = await broker.ld.createEntity({
  id, type: "Vehicle",
  speed: { type: "Property", value: 50, observedAt: "2026-05-01T06:00:00Z" },
}).then(() => ({ created: true }));
say("created", created);
await broker.ld.updateEntityAttributes({ id, speed: { type: "Property", value: 80 } });
const { results, count } = await broker.ld.queryEntities(
  { type: "Vehicle", q: "speed>60", count: true, keyValues: true });
say("queried", { results, count });
say("types", (await broker.ld.listTypes()).results.typeList);
const { location } = await broker.ld.createSubscription({
  type: "Subscription", entities: [{ type: "Vehicle" }],
  notification: { endpoint: { uri: "http://127.0.0.1:9/" } },
});
say("subscriptions", (await broker.ld.listSubscriptions()).results.length);
await broker.ld.deleteSubscription(location.split("/").at(-1));
try {
  await broker.ld.createEntity({ id, type: "Vehicle" });
} catch (error) {
  say("again", error.name);
}
await broker.ld.deleteEntity(id);
try {
  await broker.ld.getEntity(id);
} catch (error) {
  say("gone", error.name);
}
