/** Where the console is: /{municipality}/{screen}/{what…}?{how}. The map has no screen name. */

export interface Address {
  city: string | null;
  screen: string; //: "" is the map
  rest: string[]; //: what the screen shows, e.g. a type of asset
  query: URLSearchParams; //: how it is shown: filters, the asset chosen
}

class Here {
  #now = $state.raw(read());

  constructor() {
    addEventListener("popstate", () => (this.#now = read()));
  }

  get city() {
    return this.#now.city;
  }
  get screen() {
    return this.#now.screen;
  }
  get rest() {
    return this.#now.rest;
  }
  get query() {
    return this.#now.query;
  }

  /** Go to a screen of the municipality shown; the way back is the browser's. */
  go(screen: string, rest: string[] = [], query: Record<string, string> = {}): void {
    this.#move("pushState", { ...this.#now, screen, rest, query: new URLSearchParams(query) });
  }

  /** Say which thing the screen shows where the address did not; the way back stays. */
  settle(rest: string[]): void {
    this.#move("replaceState", { ...this.#now, rest });
  }

  /** Show another municipality's map. */
  enter(city: string | null): void {
    if (city !== this.#now.city)
      this.#move("replaceState", { city, screen: "", rest: [], query: new URLSearchParams() });
  }

  /** Note how the screen is shown, so that it can be sent to a colleague; null forgets. */
  note(said: Record<string, string | null>): void {
    const query = new URLSearchParams(this.#now.query);
    for (const [name, value] of Object.entries(said))
      value === null ? query.delete(name) : query.set(name, value);
    if (String(query) !== String(this.#now.query)) this.#move("replaceState", { ...this.#now, query });
  }

  #move(how: "pushState" | "replaceState", to: Address): void {
    history[how](null, "", write(to));
    this.#now = to;
  }
}

/** Write an address as a path of the municipality it is in. */
export function write({ city, screen, rest, query }: Address): string {
  const parts = city === null ? [] : [city, ...(screen ? [screen, ...rest] : [])];
  const path = parts.map((part) => `/${encodeURIComponent(part)}`).join("") || "/";
  return query.size ? `${path}?${query}` : path;
}

/** Read the browser's address. */
function read(): Address {
  const [city = null, screen = "", ...rest] = location.pathname
    .split("/")
    .filter(Boolean)
    .map(decodeURIComponent);
  return { city, screen, rest, query: new URLSearchParams(location.search) };
}

export const here = new Here();
