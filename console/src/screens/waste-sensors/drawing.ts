/** Where the readings of a container stand in the drawing. Pure. */

import type { Course, Point } from "./types";

export const WIDTH = 720;
export const HEIGHT = 240;

const LEFT = 36;
const TOP = 8;
const FOOT = 22; //: for the days
const GAP_S = 2 * 86_400; //: so long without a reading the line breaks
const DAYS = 5; //: written below

interface Spot {
  x: number;
  y: number;
}

export interface Drawing {
  grid: { y: number; percent: number }[];
  days: { x: number; at: number }[];
  read: string; //: path
  corrected: string; //: path; empty where nothing is corrected
  emptied: number[]; //: x
  seen: Spot[];
  marks: Spot[];
}

/** Lay out a course: levels from bottom to top, time from left to right. */
export function drawn(course: Course): Drawing {
  const from = course.levels[0]?.[0] ?? 0;
  const until = Math.max(course.levels.at(-1)?.[0] ?? 1, from + 1);
  const x = (at: number) => round(LEFT + ((at - from) / (until - from)) * (WIDTH - LEFT - 8));
  const y = (level: number) => round(TOP + (1 - Math.min(Math.max(level, 0), 1)) * (HEIGHT - TOP - FOOT));
  const inside = (at: number) => at >= from && at <= until;

  function path(points: readonly [number, number | null][]): string {
    let before: number | null = null;
    return points
      .flatMap(([at, level]) => {
        if (level === null) {
          before = null;
          return [];
        }
        const step = before === null || at - before > GAP_S ? "M" : "L";
        before = at;
        return [`${step}${x(at)} ${y(level)}`];
      })
      .join("");
  }

  const spots = (points: readonly Point[]) => once(points.filter(([at]) => inside(at)).map(([at, level]) => ({ x: x(at), y: y(level) })));
  return {
    grid: [0, 25, 50, 75, 100].map((percent) => ({ percent, y: y(percent / 100) })),
    days: Array.from({ length: DAYS }, (_, place) => from + ((place + 0.5) * (until - from)) / DAYS).map((at) => ({ at, x: x(at) })),
    read: path(course.levels),
    corrected: path(course.corrected),
    emptied: [...new Set(course.emptied.filter(inside).map(x))],
    seen: spots(course.seen),
    marks: spots(course.marks.flatMap(({ at_s, read, sign }): Point[] => (read === undefined || sign === "hot" ? [] : [[at_s, read]]))),
  };
}

const round = (value: number) => Math.round(10 * value) / 10;
const once = (spots: Spot[]) => [...new Map(spots.map((spot) => [spot.x, spot])).values()];
