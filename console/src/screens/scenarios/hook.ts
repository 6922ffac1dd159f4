/** A scenario's own address for another system, and how it is called. Pure. */

export interface Hook {
  signed: boolean; //: only what carries a signature is heard
  made_at: string;
  made_by: string;
  last_at: string | null; //: when it was last called
}

/** One that was just made; what it is, is said this once. */
export interface NewHook extends Hook {
  path: string;
  key: string; //: of signatures; empty: none are asked for
}

const BODY = '{"level": 3}';

/** Write how a shell calls an address. */
export function example(address: string, key: string): string {
  const lines = ["curl -X POST -H 'Content-Type: application/json'", `-d '${BODY}'`, `'${address}'`];
  if (!key) return lines.join(" \\\n  ");
  const digest = `$(printf %s '${BODY}' | openssl dgst -sha256 -hmac '${key}' -r | cut -d' ' -f1)`;
  lines.splice(1, 0, `-H "X-Hub-Signature-256: sha256=${digest}"`);
  return lines.join(" \\\n  ");
}
