import { expect, test } from "vitest";
import { addressOf, dotted, usedBy } from "./secrets";

const URL_ = "https://town:{secret:password}@Air.example:8443/{secret:bot}/now?appid={secret:appid}";

test("the credentials a connection uses stand in its address and in its settings", () => {
  const settings = { headers: { "X-Stamp": "{secret:X-Stamp}", "X-Bot": "{secret:bot}" } };
  expect(usedBy({ url: URL_, settings })).toEqual(["password", "bot", "appid", "X-Stamp"]);
  expect(usedBy({ url: "webhook:", settings: {} })).toEqual([]);
});

test("people see dots where a credential is put in", () => {
  expect(dotted(URL_)).toBe("https://town:•••@Air.example:8443/•••/now?appid=•••");
});

test("a credential is kept for a scheme, a host and a port, whoever asks there and for what", () => {
  expect(addressOf(URL_)).toBe("https://air.example:8443");
  expect(addressOf("https://air.example:8443/else")).toBe(addressOf(URL_));
  expect(addressOf("mqtt://air.example:8443")).not.toBe(addressOf(URL_));
});
