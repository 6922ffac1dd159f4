/** How numbers and times are written: as the language does, unless somebody chose otherwise. */

const HOME = "mesto.formats";

/** By example, the language whose way it is; empty is the language spoken. */
export const NUMBERS = { auto: "", "1 234,5": "cs", "1,234.5": "en", "1.234,5": "de" } as const;
export const CLOCKS = ["auto", "24", "12"] as const;
export const ZONES = ["town", "device"] as const;

interface Chosen {
  numbers: keyof typeof NUMBERS;
  clock: (typeof CLOCKS)[number];
  zone: (typeof ZONES)[number];
}

const USUAL: Chosen = { numbers: "auto", clock: "auto", zone: "town" };

class Formats {
  chosen = $state.raw<Chosen>(remembered());
  townZone = $state<string | null>(null); //: of the municipality shown, IANA name

  /** Write so from now on, also at the next visit. */
  choose(part: Partial<Chosen>): void {
    this.chosen = { ...this.chosen, ...part };
    localStorage.setItem(HOME, JSON.stringify(this.chosen));
  }

  /** The locale that numbers are written in, where not that of the language. */
  get numberLocale(): string {
    return NUMBERS[this.chosen.numbers];
  }

  /** The zone times are written in, IANA name; undefined is the device's. */
  get zone(): string | undefined {
    return (this.chosen.zone === "town" && this.townZone) || undefined;
  }

  /** What Intl needs to know to write a time. */
  get time(): Intl.DateTimeFormatOptions {
    const { clock } = this.chosen;
    return {
      ...(clock !== "auto" && { hourCycle: clock === "12" ? "h12" : "h23" }),
      ...(this.zone && { timeZone: this.zone }),
    };
  }
}

function remembered(): Chosen {
  try {
    const said = JSON.parse(localStorage.getItem(HOME) ?? "{}") as Partial<Chosen>;
    return {
      numbers: said.numbers && said.numbers in NUMBERS ? said.numbers : USUAL.numbers,
      clock: CLOCKS.find((one) => one === said.clock) ?? USUAL.clock,
      zone: ZONES.find((one) => one === said.zone) ?? USUAL.zone,
    };
  } catch {
    return USUAL;
  }
}

export const formats = new Formats();
