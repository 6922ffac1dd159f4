/** Hear the live changes of a municipality; reconnect and resume by itself. */

import type { Frame } from "./types";

export type Link = "connecting" | "live" | "stale" | "offline";

export interface Ear {
  frame(frame: Frame): void;
  link(link: Link): void;
}

/** The server beats every two seconds; so long a silence means something is wrong. */
const SILENCE_MS = 7_000;
const LONGEST_WAIT_MS = 15_000;

/**
 * How long to wait before the next attempt: doubling, with jitter, so that a thousand
 * consoles do not return in the same moment.
 *
 * attempt: 0 for the first; chance: in [0, 1)
 */
export function wait_ms(attempt: number, chance: number): number {
  const full_ms = Math.min(LONGEST_WAIT_MS, 500 * 2 ** attempt);
  return full_ms * (0.5 + chance / 2);
}

export class Live {
  #socket: WebSocket | null = null;
  #attempt = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #open = true;

  /** address: where to connect, which knows from where to resume */
  constructor(
    readonly address: () => string,
    readonly ear: Ear,
  ) {
    addEventListener("online", this.tryNow);
    addEventListener("offline", this.#lost);
    this.#connect();
  }

  /** Connect without waiting for the next attempt. */
  tryNow = (): void => {
    this.#attempt = 0;
    this.#connect();
  };

  /** Give this line up and come back after a while. */
  tryLater = (): void => this.#lost();

  /** Hear what is newer than a state just read; a line being made asks by its address. */
  resume(seq: number, epoch: string): void {
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ t: "resume", seq, epoch }));
  }

  close(): void {
    this.#open = false;
    removeEventListener("online", this.tryNow);
    removeEventListener("offline", this.#lost);
    clearTimeout(this.#retry);
    clearTimeout(this.#silence);
    this.#socket?.close();
  }

  #connect(): void {
    clearTimeout(this.#retry);
    this.#forget();
    this.ear.link(this.#attempt > 1 ? "offline" : "connecting");
    const socket = new WebSocket(this.address());
    socket.onmessage = (event) => this.#heard(JSON.parse(event.data) as Frame);
    socket.onclose = this.#lost;
    this.#socket = socket;
    this.#listen();
  }

  #heard(frame: Frame): void {
    this.#attempt = 0;
    this.#listen();
    this.ear.link("live");
    this.ear.frame(frame);
  }

  /** Turn amber after a silence, and give the line up after a second one. */
  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.ear.link("stale");
      this.#silence = setTimeout(this.#lost, SILENCE_MS);
    }, SILENCE_MS);
  }

  #lost = (): void => {
    this.#forget();
    if (!this.#open) return;
    this.ear.link("offline");
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#connect(), wait_ms(this.#attempt++, Math.random()));
  };

  #forget(): void {
    clearTimeout(this.#silence);
    if (this.#socket) this.#socket.onclose = this.#socket.onmessage = null;
    this.#socket?.close();
    this.#socket = null;
  }
}
