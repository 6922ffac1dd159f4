import { expect, it } from "vitest";
import { asPart, asStep } from "./listing";

it("a step is the same after it was shown as a part", () => {
  for (const wants of ["", "photo", "number"] as const) {
    const step = { text: { en: "Volts" }, wants, unit: wants === "number" ? "V" : "" };
    expect(asStep(asPart(step))).toEqual(step);
  }
});
