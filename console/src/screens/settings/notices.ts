/** How somebody is told, and the channels of the town, as the server says it. */

export const SEVERITIES = ["critical", "high", "medium", "low", "informational"] as const;
export const WAYS = ["mail", "push", "sms"] as const;
export const KINDS = ["webhook", "mqtt", "sms"] as const;
export const STATES = ["pending", "sending", "sent", "failed", "dead"] as const;

export type Severity = (typeof SEVERITIES)[number];
export type Way = (typeof WAYS)[number];
export type Kind = (typeof KINDS)[number];

export interface Preferences {
  ways: Partial<Record<Severity, Way[]>>;
  quiet_from: string; //: HH:MM by the town's clock; empty: none
  quiet_until: string;
  critical_breaks: boolean;
  digest_minutes: number;
  digest_at: string;
}

export interface Message {
  id: string;
  recipient: string;
  channel: string;
  subject: Record<string, string>;
  notices: number;
  state: (typeof STATES)[number];
  tries: number;
  why: string;
  created_at: string;
}

export interface OwnNotices {
  contact: { mail: string; phone: string; preferences: Preferences };
  browsers: { number: string; agent: string; endpoint: string }[];
  push_key: string;
  messages: Message[];
}

export interface Channel {
  name: string;
  kind: Kind;
  url: string;
  settings: { title?: string; headers?: Record<string, string>; body?: string; to?: string; topic?: string };
  enabled: boolean;
  secrets: string[];
  version: number;
}

/** Read lines `Name: value`; what has no colon is left out. */
export function readHeaders(text: string): Record<string, string> {
  const pairs = text.split("\n").map((line) => /^\s*([^:\s]+)\s*:\s*(.*?)\s*$/.exec(line));
  return Object.fromEntries(pairs.flatMap((found) => (found ? [[found[1]!, found[2]!]] : [])));
}

export const writeHeaders = (headers: Record<string, string> = {}) =>
  Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join("\n");

/** Read base64url, as a push service wants its key. */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}
