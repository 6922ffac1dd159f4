/** Posts drawn on a plan of the town, north up. Pure. */

export interface Site {
  id: string;
  name: string;
  place: [number, number]; //: longitude, latitude
  rank: number; //: from 1; 0: not recommended
  score: number;
  cable: string;
  kw: number[]; //: by hour of the day
  reasons: Record<string, string>[];
}

export interface Dot {
  site: Site;
  x: number;
  y: number;
}

/** Places within a frame of `width` and `height`, as wide apart as they fit. */
export function dotsOf(sites: readonly Site[], width: number, height: number): Dot[] {
  if (!sites.length) return [];
  const longitudes = sites.map(({ place }) => place[0]);
  const latitudes = sites.map(({ place }) => place[1]);
  const [west, south] = [Math.min(...longitudes), Math.min(...latitudes)];
  const middle = (south + Math.max(...latitudes)) / 2;
  const narrow = Math.cos((middle * Math.PI) / 180);
  const wide = (Math.max(...longitudes) - west) * narrow;
  const high = Math.max(...latitudes) - south;
  const scale = Math.min(width / (wide || 1e-9), height / (high || 1e-9));
  const [left, top] = [(width - wide * scale) / 2, (height - high * scale) / 2];
  return sites.map((site) => ({
    site,
    x: wide ? left + (site.place[0] - west) * narrow * scale : width / 2,
    y: high ? height - top - (site.place[1] - south) * scale : height / 2,
  }));
}
