/** Light or dark: as the system, unless someone chose. */

const HOME = "mesto.theme";
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const system = matchMedia("(prefers-color-scheme: dark)");

class Appearance {
  chosen = $state<Theme>(remembered());
  #systemDark = $state(system.matches);
  dark = $derived(this.chosen === "dark" || (this.chosen === "system" && this.#systemDark));

  constructor() {
    system.addEventListener("change", () => {
      this.#systemDark = system.matches;
      this.show();
    });
    this.show();
  }

  /** Use a theme from now on, also at the next visit. */
  choose(theme: Theme): void {
    this.chosen = theme;
    localStorage.setItem(HOME, theme);
    this.show();
  }

  private show(): void {
    document.documentElement.dataset.theme = this.dark ? "dark" : "light";
  }
}

function remembered(): Theme {
  return THEMES.find((theme) => theme === localStorage.getItem(HOME)) ?? "system";
}

export const appearance = new Appearance();
