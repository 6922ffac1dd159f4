/** Light or dark: as the system, unless someone chose. Paper is always light. */

import { flushSync } from "svelte";

const HOME = "mesto.theme";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const system = matchMedia("(prefers-color-scheme: dark)");
const paper = matchMedia("print");

class Appearance {
  chosen = $state<Theme>(remembered());
  #systemDark = $state(system.matches);
  #onPaper = $state(false);
  dark = $derived(!this.#onPaper && (this.chosen === "dark" || (this.chosen === "system" && this.#systemDark)));

  constructor() {
    system.addEventListener("change", () => {
      this.#systemDark = system.matches;
      this.show();
    });
    paper.addEventListener("change", () => this.print(paper.matches));
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    this.show();
  }

  /** Use a theme from now on, also at the next visit. */
  choose(theme: Theme): void {
    this.chosen = theme;
    localStorage.setItem(HOME, theme);
    this.show();
  }

  /** Draw for paper or for the screen, at once: who prints does not wait for maps and charts. */
  private print(onPaper: boolean): void {
    this.#onPaper = onPaper;
    this.show();
    flushSync();
  }

  private show(): void {
    document.documentElement.dataset.theme = this.dark ? "dark" : "light";
  }
}

function remembered(): Theme {
  return THEMES.find((theme) => theme === localStorage.getItem(HOME)) ?? "system";
}

export const appearance = new Appearance();
