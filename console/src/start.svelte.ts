/** With which screen the console begins. */

const HOME = "mesto.start";

class Start {
  screen = $state(localStorage.getItem(HOME) ?? ""); //: "" is the map

  choose(screen: string): void {
    this.screen = screen;
    localStorage.setItem(HOME, screen);
  }
}

export const start = new Start();
