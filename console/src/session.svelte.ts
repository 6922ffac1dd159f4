/** Which municipalities this browser may see, and which one is shown. */

import { here } from "./address.svelte";
import { forgetSeen, remember } from "./offline/seen";
import { Problem, signIn, signOut, whoIsHere } from "./server/api";
import type { Municipality, Person } from "./server/types";
import { start } from "./start.svelte";

class Session {
  adding = $state(false); //: asking for the key of one more municipality
  open = $state.raw<Municipality[]>([]);
  person = $state.raw<Person | null>(null); //: none, for who came with a key alone
  provider = $state(false); //: one can sign in elsewhere
  link = $state(""); //: the word of one that invites, taken from the address
  shown = $state<string | null>(null);
  known = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** Exchange keys in the address for cookies, then find what is open. */
  async begin(): Promise<void> {
    this.problem = null;
    try {
      const { keys, link } = takenFromAddress();
      this.link = link;
      const entered: string[] = [];
      for (const key of keys) entered.push((await signIn<Municipality>({ key })).city);
      await this.#refresh(entered[0]);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
    this.known = true;
  }

  /** Open a municipality by its key and show it. Raises Problem when it is refused. */
  async enter(key: string): Promise<void> {
    const { city } = await signIn<Municipality>({ key });
    await this.#refresh();
    this.show(city);
  }

  /** Come in with an account. Raises Problem; its facts say where a code is asked for. */
  async signIn(entry: { login: string; password: string; code: string }): Promise<void> {
    await signIn(entry);
    await this.#refresh();
    this.adding = false;
  }

  /** Take an invitation. Raises Problem. */
  async accept(link: string, password: string, code: string): Promise<void> {
    await signIn({ link, password, code });
    this.link = "";
    await this.#refresh();
  }

  forgetLink(): void {
    this.link = "";
  }

  /** Read again who one is. Raises Problem. */
  async renew(): Promise<void> {
    this.person = (await whoIsHere()).person;
  }

  show(city: string | null): void {
    this.shown = city;
    this.adding = false;
    here.enter(city);
  }

  async leave(): Promise<void> {
    await signOut();
    await forgetSeen();
    this.open = [];
    this.person = null;
    this.show(null);
  }

  /** The server no longer knows us. */
  expire(): void {
    this.open = this.open.filter(({ city }) => city !== this.shown);
    this.shown = null;
  }

  /** Show what the address names, else the municipality just entered, else any. */
  async #refresh(entered?: string): Promise<void> {
    ({ cities: this.open, person: this.person, provider: this.provider } = await whoIsHere());
    void remember("/api/session", { cities: this.open, person: this.person, provider: this.provider }, new Date());
    const wanted = here.city ?? entered;
    const anew = here.city === null; //: nobody asked for a place in the console
    this.show(this.open.find(({ city }) => city === wanted)?.city ?? this.open[0]?.city ?? null);
    if (anew && here.city && start.screen) here.go(start.screen);
  }
}

/** Take what opens out of the address, so that no one reads it over a shoulder. */
function takenFromAddress(): { keys: string[]; link: string } {
  const said = new URLSearchParams(location.hash.slice(1));
  const [keys, link] = [said.getAll("key"), said.get("link") ?? ""];
  if (keys.length > 0 || link) history.replaceState(null, "", location.pathname + location.search);
  return { keys, link };
}

export const session = new Session();
