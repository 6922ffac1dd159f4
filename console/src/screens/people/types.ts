/** What the server says of people, roles and keys. */

import type { Text, Verb } from "../../server/types";

export interface Member {
  number: number;
  login: string;
  name: string;
  roles: string[];
  codes: boolean; //: an authenticator is asked too
  disabled: boolean;
  invited: boolean; //: has not come yet
  elsewhere: boolean; //: belongs to other municipalities too
  link?: string; //: the word of one that lets it in, said once
}

/** Verbs, and what they are allowed on; empty: whatever it is. */
export interface Right {
  verbs: Verb[];
  services: string[];
  types: string[];
  attributes: string[];
  commands: string[];
  districts: string[];
  records: string;
}

export interface Role {
  name: string;
  title: Record<string, string>;
  rights: Right[];
  built_in: boolean;
  had: number; //: by so many people and keys
}

export interface Roles {
  roles: Role[];
  services: { name: string; title: Text }[];
  types: string[];
  districts: string[];
}

export interface ApiKey {
  number: string;
  label: string;
  made_at: string;
  roles: string[];
  expires_at: string | null;
  per_minute: number | null;
}

export const VERBS: Verb[] = ["see", "record", "command", "connect", "govern"];

export const NO_LIMITS: Omit<Right, "verbs"> = {
  services: [],
  types: [],
  attributes: [],
  commands: [],
  districts: [],
  records: "",
};

/** What a role is called. */
export const titleOf = (role: Role): Text => (Object.keys(role.title).length > 0 ? role.title : role.name);
