/** Help by topic: a screen's own help lies in its folder, guides come from docs/how-to. */

import type { Guide } from "../../../tools/guides";
import { toCyrillic } from "../../language/cyrillic";
import type { Tag } from "../../language/language.svelte";

interface Page {
  default: Guide;
}

const TOPICS = import.meta.glob<Page>(["../*/help.*.md", "../../map/help.*.md", "../../past/help.*.md"]);
const GUIDES = import.meta.glob<Page>("../../../../docs/how-to/*.md");

/** What has help and is no screen, by the folder it is in. */
const BESIDE: Record<string, string> = { map: "../../map", time: "../../past" };
const folderOf = (name: string) => BESIDE[name] ?? `../${name}`;

/** Help for a screen, the map or time, in a language; English where there is no other. */
export async function topicOf(name: string, tag: Tag): Promise<Guide | null> {
  const folder = folderOf(name);
  const written = tag === "sr-Cyrl" ? "sr-Latn" : tag;
  const load = TOPICS[`${folder}/help.${written}.md`] ?? TOPICS[`${folder}/help.en.md`];
  if (!load) return null;
  const guide = (await load()).default;
  return tag === "sr-Cyrl" ? inCyrillic(guide) : guide;
}

export const hasTopic = (name: string) => `${folderOf(name)}/help.en.md` in TOPICS;

/** The guides there are, by the name of their file. */
export const guideNames = Object.keys(GUIDES).map((path) => path.split("/").at(-1)!.replace(/\.md$/, ""));

export async function guideOf(name: string): Promise<Guide | null> {
  const load = GUIDES[`../../../../docs/how-to/${name}.md`];
  return load ? (await load()).default : null;
}

function inCyrillic(guide: Guide): Guide {
  return { title: toCyrillic(guide.title), lead: htmlInCyrillic(guide.lead), html: htmlInCyrillic(guide.html) };
}

/** Write the text of a page in Cyrillic; keys, code, tags and entities stay. */
export function htmlInCyrillic(html: string): string {
  const kept = /<(code|kbd)\b.*?<\/\1>|<[^>]*>|&\w+;|&#\d+;/gs;
  let written = "";
  let from = 0;
  for (const found of html.matchAll(kept)) {
    written += toCyrillic(html.slice(from, found.index)) + found[0];
    from = found.index + found[0].length;
  }
  return written + toCyrillic(html.slice(from));
}
