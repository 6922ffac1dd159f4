/** Markdown as it is imported: its title, its first paragraph, and all of it as HTML. */

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Marked, type Tokens } from "marked";
import type { Plugin } from "vite";

/** What an imported Markdown file is. */
export interface Guide {
  title: string;
  lead: string; //: HTML without a block around it
  html: string; //: without the title
}

/** Lets the console import Markdown; no reader of it travels to the browser. */
export function guides(): Plugin {
  return {
    name: "guides",
    enforce: "pre",
    load(id) {
      const [path = ""] = id.split("?");
      if (!path.endsWith(".md")) return null;
      const guide = readGuide(readFileSync(path, "utf8"));
      return { code: `export default ${JSON.stringify(guide)}`, moduleType: "js" };
    },
  };
}

/** Read Markdown. Links to other pages become `data-guide`, pictures are left out. */
export function readGuide(markdown: string): Guide {
  const reader = new Marked({ renderer: { link, image: () => "", heading: lower } });
  const tokens = reader.lexer(markdown);
  const title = tokens.find((token): token is Tokens.Heading => token.type === "heading" && token.depth === 1);
  const lead = tokens.find((token): token is Tokens.Paragraph => token.type === "paragraph");
  return {
    title: title?.text ?? "",
    lead: lead ? reader.parser([lead]).replace(/^<p>|<\/p>\s*$/g, "") : "",
    html: reader.parser(tokens.filter((token) => token !== title)).replaceAll("<p></p>\n", ""), // where a picture was
  };
}

function link(this: { parser: { parseInline(tokens: Tokens.Generic[]): string } }, { href, tokens }: Tokens.Link): string {
  const text = this.parser.parseInline(tokens);
  if (/^https?:/.test(href)) return `<a href="${href}" target="_blank" rel="noopener noreferrer">${text}</a>`;
  const page = /^(?:\.\.\/how-to\/)?([\w-]+)\.md(?:#.*)?$/.exec(href);
  return page ? `<a data-guide="${basename(page[1]!)}">${text}</a>` : text;
}

/** The page the guide is shown in has a title of its own above. */
function lower(this: { parser: { parseInline(tokens: Tokens.Generic[]): string } }, { depth, tokens }: Tokens.Heading): string {
  const level = Math.min(6, depth + 1);
  return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
}
