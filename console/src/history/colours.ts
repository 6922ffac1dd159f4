/** The colours of a chart, as the theme has them now. */

const COUNT = 6;
/** Lines are told apart by their dashes too, so that nobody has to tell colours apart. */
export const DASHES: number[][] = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 2], [1, 3]];

export interface Colours {
  series: string[];
  text: string;
  quiet: string;
  line: string;
  surface: string;
  alert: string;
  command: string;
}

export function coloursNow(): Colours {
  const css = getComputedStyle(document.documentElement);
  const token = (name: string) => css.getPropertyValue(name).trim();
  return {
    series: Array.from({ length: COUNT }, (_, n) => token(`--series-${n + 1}`)),
    text: token("--text"),
    quiet: token("--text-3"),
    line: token("--line"),
    surface: token("--surface"),
    alert: token("--critical"),
    command: token("--accent"),
  };
}

export const nth = <T>(list: T[], n: number): T => list[n % list.length]!;
