/** Serbian in Cyrillic script, derived from Serbian in Latin script. */

const PAIRS: Record<string, string> = {
  lj: "љ", nj: "њ", dž: "џ",
  a: "а", b: "б", v: "в", g: "г", d: "д", đ: "ђ", e: "е", ž: "ж", z: "з", i: "и",
  j: "ј", k: "к", l: "л", m: "м", n: "н", o: "о", p: "п", r: "р", s: "с", t: "т",
  ć: "ћ", u: "у", f: "ф", h: "х", c: "ц", č: "ч", š: "ш",
};

/** Prefixes before which d and ž, or n and j, are two sounds: nadživeti, injekcija. */
const APART = /(nad|od|pod)(?=ž)|(in|kon|van)(?=j(?!a|e\b|u\b|i\b|o\b))/giu;

/**
 * What stays Latin: placeholders, addresses, units, abbreviations, names of products, Roman numerals
 * after a name, and words with letters that Serbian has not.
 */
const KEPT =
  /(?<=\p{L} )(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3})(?!\p{L})|\w+:\/\/\S+|\p{L}*[qwxyáéíóúýäöüěřůďťňľQWXYÁÉÍÓÚÝĚŘŮŇ]\p{L}*|\{[\w:.-]+\}|\b(?:mesto|API|CSV|PNG|JSON|URL|URN|MQTT|UTC|UTF-8|NGSI-LD|PM\d+(?:[.,]\d+)?|NO₂|NO2|CO₂|kWh|kW|kV|km\/h|dBm|dB|lx|ppm|Esc|Enter|Ctrl|Shift|Home|End|OpenStreetMap)\b|[°µ%]\w*(?:\/m³)?|\d+\s?(?:km|cm|mm|ms|min|Wh|Hz|MB|GB|kB|[WVAmshl])(?:\/s)?\b/gu;

/**
 * Write Serbian Latin text in Cyrillic.
 *
 * Capitals are kept: `Ljubav` gives `Љубав`, `LJUBAV` gives `ЉУБАВ`. Placeholders such as
 * `{n}`, units and abbreviations stay as they are.
 */
export function toCyrillic(text: string): string {
  let written = "";
  let from = 0;
  for (const kept of text.matchAll(KEPT)) {
    written += transliterate(text.slice(from, kept.index)) + kept[0];
    from = kept.index + kept[0].length;
  }
  return written + transliterate(text.slice(from));
}

function transliterate(text: string): string {
  const split = text.normalize("NFC").replace(APART, "$&\u200b");
  return split
    .replace(/d[žŽ]|[ln][jJ]|\p{L}/giu, (letters) => {
      const cyrillic = PAIRS[letters.toLowerCase()];
      if (cyrillic === undefined) return letters;
      return letters[0] === letters[0]?.toLowerCase() ? cyrillic : cyrillic.toUpperCase();
    })
    .replaceAll("\u200b", "");
}
