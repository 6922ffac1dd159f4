/** The people, roles and keys of one municipality, read together and again after a change. */

import { t } from "../../language/language.svelte";
import { snack } from "../../parts/snack.svelte";
import { Problem } from "../../server/api";
import type { Town } from "../../town/town.svelte";
import type { ApiKey, Member, Role, Roles } from "./types";

export class Governed {
  people = $state.raw<Member[] | null>(null);
  roles = $state.raw<Roles | null>(null);
  keys = $state.raw<ApiKey[] | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(readonly town: Town) {}

  async load(): Promise<void> {
    try {
      const { server } = this.town;
      [this.people, this.roles, this.keys] = await Promise.all([
        server.ask<Member[]>("people"),
        server.ask<Roles>("roles"),
        server.ask<ApiKey[]>("keys"),
      ]);
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }

  role(name: string): Role | undefined {
    return this.roles?.roles.find((role) => role.name === name);
  }

  /** Change something, read everything again, say so. Raises Problem. */
  async change<T>(method: "POST" | "PUT" | "DELETE", path: string, body: unknown = null): Promise<T> {
    const said = await this.town.server.askWith<T>(path, body, method);
    await this.load();
    snack.say(t("saved"));
    return said;
  }
}
