/** The clock of a town: what time it shows, also in the nights in which it is changed. */

const DAY_S = 86_400;
const REMEMBERED_S = 900; //: no clock is changed but at a quarter of an hour

/** What a clock and a calendar show. */
export interface Wall {
  year: number;
  month: number; //: 1 to 12
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** Times are seconds since 1970. */
export class Zone {
  #format: Intl.DateTimeFormat;
  #offsets = new Map<number, number>();

  /** name: of the IANA; raises RangeError for one there is not */
  constructor(readonly name: string) {
    this.#format = new Intl.DateTimeFormat("en-GB", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /** How far the clock is ahead of UTC, seconds. */
  offset(at_s: number): number {
    const quarter = Math.floor(at_s / REMEMBERED_S);
    const known = this.#offsets.get(quarter);
    if (known !== undefined) return known;
    const begun_s = quarter * REMEMBERED_S;
    const offset_s = seconds(this.#read(begun_s)) - begun_s;
    this.#offsets.set(quarter, offset_s);
    return offset_s;
  }

  /** What the clock shows. */
  wall(at_s: number): Wall {
    return wallOf(at_s + this.offset(at_s));
  }

  /** When the clock shows something: the first time where twice, later where never. */
  at(wall: Wall): number {
    const shown_s = seconds(wall);
    const before = shown_s - this.offset(shown_s - DAY_S);
    const after = shown_s - this.offset(shown_s + DAY_S);
    const shows = (at_s: number) => at_s + this.offset(at_s) === shown_s;
    const found = [before, after].filter(shows);
    return found.length > 0 ? Math.min(...found) : before;
  }

  /** The same time of the clock, some days later. */
  later(at_s: number, days: number): number {
    const offset_s = this.offset(at_s);
    const there_s = at_s + days * DAY_S;
    const same = there_s + offset_s - this.offset(there_s); // what is said twice stays apart
    return same + this.offset(same) === there_s + offset_s
      ? same
      : this.at(wallOf(there_s + offset_s));
  }

  /** When the day began. */
  midnight(at_s: number): number {
    return this.at({ ...this.wall(at_s), hour: 0, minute: 0, second: 0 });
  }

  /** Whether the clock shows this time twice on this day. */
  twice(at_s: number): boolean {
    const shown_s = at_s + this.offset(at_s);
    return [at_s - DAY_S, at_s + DAY_S].some((near_s) => {
      const other = shown_s - this.offset(near_s);
      return other !== at_s && other + this.offset(other) === shown_s;
    });
  }

  /** Write how far the clock is ahead: +02:00. */
  ahead(at_s: number): string {
    const minutes = Math.round(this.offset(at_s) / 60);
    const two = (n: number) => String(Math.floor(n)).padStart(2, "0");
    return `${minutes < 0 ? "−" : "+"}${two(Math.abs(minutes) / 60)}:${two(Math.abs(minutes) % 60)}`;
  }

  /** Write a time as ISO 8601 with the clock's distance from UTC. */
  iso(at_s: number): string {
    const shown = new Date((at_s + this.offset(at_s)) * 1000).toISOString().slice(0, 19);
    return shown + this.ahead(at_s).replace("−", "-");
  }

  /** Write a time as a field for date and time holds it: 2026-03-01T12:30. */
  field(at_s: number): string {
    return this.iso(at_s).slice(0, 16);
  }

  /** Read what such a field holds; null where it holds no time. */
  fieldTime(text: string): number | null {
    const [year, month, day, hour, minute] = text.split(/\D/).map(Number);
    if (minute === undefined) return null;
    return this.at({ year: year!, month: month!, day: day!, hour: hour!, minute, second: 0 });
  }

  #read(at_s: number): Wall {
    const parts = this.#format.formatToParts(at_s * 1000);
    const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
    return {
      year: part("year"),
      month: part("month"),
      day: part("day"),
      hour: part("hour"),
      minute: part("minute"),
      second: part("second"),
    };
  }
}

/** A zone by its name; the device's where none is named, or none there is. */
export function zoneOf(name: string | undefined): Zone {
  try {
    return new Zone(name || ownZone());
  } catch {
    return new Zone(ownZone());
  }
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Read what a clock shows as if it were UTC. */
function seconds(wall: Wall): number {
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) / 1000;
}

function wallOf(shown_s: number): Wall {
  const shown = new Date(shown_s * 1000);
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
  };
}
