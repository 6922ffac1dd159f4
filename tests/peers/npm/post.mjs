// A charging post of the npm package `ocpp-rpc`, which holds every message against schemas of its own.
//
//   node post.mjs URL IDENTITY PASSWORD PROTOCOL
//
// It says what it is, is started and stopped from afar, and tells its meter meanwhile.
import { RPCClient, createRPCError } from "ocpp-rpc";

const [endpoint, identity, password, protocol] = process.argv.slice(2);
const old = protocol === "ocpp1.6";
const now = () => new Date().toISOString();
const post = new RPCClient({ endpoint, identity, password, protocols: [protocol], strictMode: true });
let transaction, metering, seq = 0, energy = 1000, limit = 11000;

const event = (eventType, triggerReason, info = {}, more = {}) =>
  post.call("TransactionEvent", {
    eventType, triggerReason, timestamp: now(), seqNo: seq++,
    transactionInfo: { transactionId: transaction, ...info },
    evse: { id: 1, connectorId: 1 },
    meterValue: [{ timestamp: now(), sampledValue: [
      { value: energy, unitOfMeasure: { unit: "Wh" } },
      { value: limit, measurand: "Power.Active.Import", unitOfMeasure: { unit: "W" } },
    ] }],
    ...more,
  });

const status = (word) => post.call("StatusNotification", old
  ? { connectorId: 1, errorCode: "NoError", status: word, timestamp: now() }
  : { timestamp: now(), connectorStatus: word, evseId: 1, connectorId: 1 });

async function meter() {
  energy += 100;
  if (!old) return event("Updated", "MeterValuePeriodic", { chargingState: "Charging" });
  return post.call("MeterValues", { connectorId: 1, transactionId: transaction, meterValue: [{
    timestamp: now(), sampledValue: [
      { value: String(energy), unit: "Wh" },
      { value: String(limit), measurand: "Power.Active.Import", unit: "W" },
    ] }] });
}

async function begin(card, remoteStartId) {
  if (old) {
    await post.call("Authorize", { idTag: card });
    const begun = await post.call("StartTransaction",
      { connectorId: 1, idTag: card, meterStart: energy, timestamp: now() });
    transaction = begun.transactionId;
  } else {
    transaction = "npm-1";
    await event("Started", "RemoteStart", { chargingState: "Charging", remoteStartId },
      { idToken: { idToken: card, type: "Central" } });
  }
  await status(old ? "Charging" : "Occupied");
  metering = setInterval(() => meter().catch(lost), 100);
}

async function end() {
  clearInterval(metering);
  energy += 100;
  if (old) await post.call("StopTransaction",
    { transactionId: transaction, meterStop: energy, timestamp: now(), reason: "Remote" });
  else await event("Ended", "RemoteStop", { stoppedReason: "Remote" });
  transaction = undefined;
  await status("Available");
}

const lost = (error) => { console.error(String(error)); process.exit(1); };
const later = (what) => setTimeout(() => what().catch(lost), 10);
const stop = ({ params }) => {
  if (String(params.transactionId) !== String(transaction)) return { status: "Rejected" };
  later(end);
  return { status: "Accepted" };
};

post.handle("RemoteStartTransaction", ({ params }) => {
  later(() => begin(params.idTag));
  return { status: "Accepted" };
});
post.handle("RequestStartTransaction", ({ params }) => {
  later(() => begin(params.idToken.idToken, params.remoteStartId));
  return { status: "Accepted" };
});
post.handle("RemoteStopTransaction", stop);
post.handle("RequestStopTransaction", stop);
post.handle("SetChargingProfile", ({ params }) => {
  const profile = params.csChargingProfiles ?? params.chargingProfile;
  const [schedule] = [profile.chargingSchedule].flat();
  limit = schedule.chargingSchedulePeriod[0].limit;
  return { status: "Accepted" };
});
post.handle("ClearChargingProfile", () => {
  limit = 11000;
  return { status: "Accepted" };
});
post.handle(() => { throw createRPCError("NotImplemented"); });

await post.connect().catch(lost);
const boot = old
  ? { chargePointVendor: "Npm", chargePointModel: "rpc" }
  : { reason: "PowerUp", chargingStation: { vendorName: "Npm", model: "rpc" } };
while ((await post.call("BootNotification", boot)).status !== "Accepted") {
  await new Promise((resolve) => setTimeout(resolve, 200));
}
await status("Available");
setInterval(() => post.call("Heartbeat", {}).catch(lost), 500);
