import { expect, test } from "vitest";
import { toCyrillic } from "./cyrillic";

test("letters written with two signs become one", () => {
  expect(toCyrillic("Ljubljana, njiva, džep")).toBe("Љубљана, њива, џеп");
});

test("capitals stay capitals", () => {
  expect(toCyrillic("Đorđe LJUBAV NJEGOŠ")).toBe("Ђорђе ЉУБАВ ЊЕГОШ");
});

test("two sounds that only look like one letter stay two", () => {
  expect(toCyrillic("nadživeti injekcija konjugacija")).toBe("надживети инјекција конјугација");
});

test("placeholders, units and abbreviations stay as they are", () => {
  expect(toCyrillic("{n} kontejnera, 12 kW, API, 21 °C, 5 min")).toBe(
    "{n} контејнера, 12 kW, API, 21 °C, 5 min",
  );
});

test("addresses stay as they are", () => {
  expect(toCyrillic("Gde je mqtt://embedded od {secret:password}")).toBe("Где је mqtt://embedded од {secret:password}");
});

test("what is Cyrillic already stays", () => {
  expect(toCyrillic("Нови Сад")).toBe("Нови Сад");
});

test("Roman numerals and foreign names stay Latin", () => {
  expect(toCyrillic("Petra II, Dvořákova, Ive Lole Ribara")).toBe("Петра II, Dvořákova, Иве Лоле Рибара");
});
