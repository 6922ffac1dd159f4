/** How bright lamps are over a night, as it is drawn. Pure. */

export interface Step {
  at: string;
  level: number;
  fade_s: number;
}

/** How bright it is at a moment, share of the full light; `turns` in order of time. */
export function levelAt(turns: readonly Step[], at_ms: number): number {
  let level = 0;
  for (const turn of turns) {
    const gone_ms = at_ms - Date.parse(turn.at);
    if (gone_ms < 0) break;
    const done = gone_ms >= turn.fade_s * 1000 ? 1 : gone_ms / (turn.fade_s * 1000);
    level += (turn.level - level) * done;
  }
  return level;
}

/** The last of the turns at a moment. */
export const turnAt = <T extends Step>(turns: readonly T[], at_ms: number): T | undefined =>
  turns.findLast(({ at }) => Date.parse(at) <= at_ms);

export interface Bar {
  from: number; //: share of the night, 0 is noon
  to: number;
  level: number;
}

/** Cut a night into bars of one level, as shares of its length. */
export function barsOf(turns: readonly Step[], from: string, to: string): Bar[] {
  const [start_ms, end_ms] = [Date.parse(from), Date.parse(to)];
  const share = (at: string) => Math.min(1, Math.max(0, (Date.parse(at) - start_ms) / (end_ms - start_ms)));
  return turns.map((turn, at) => ({ from: share(turn.at), to: at + 1 < turns.length ? share(turns[at + 1]!.at) : 1, level: turn.level }));
}

/** The moments of a night, a quarter of an hour apart. */
export const QUARTER_MS = 900_000;
export const quarters = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / QUARTER_MS);
