/** The sound of a new critical alarm; off unless someone wants it. */

const HOME = "mesto.sound";
const NOTES_HZ = [880, 660];
const NOTE_S = 0.16;

class Sound {
  on = $state(localStorage.getItem(HOME) === "on");
  #player: AudioContext | null = null;

  /** Wish it or not, also at the next visit; who wishes it hears it once. */
  choose(on: boolean): void {
    this.on = on;
    localStorage.setItem(HOME, on ? "on" : "off");
    this.play();
  }

  /** Two falling notes. A browser that nobody has touched yet stays silent. */
  play(): void {
    if (!this.on) return;
    this.#player ??= new AudioContext();
    const player = this.#player;
    void player.resume();
    NOTES_HZ.forEach((pitch, at) => {
      const [note, loudness] = [player.createOscillator(), player.createGain()];
      const start = player.currentTime + at * NOTE_S;
      note.frequency.value = pitch;
      loudness.gain.setValueAtTime(0.15, start);
      loudness.gain.exponentialRampToValueAtTime(0.001, start + NOTE_S);
      note.connect(loudness).connect(player.destination);
      note.start(start);
      note.stop(start + NOTE_S);
    });
  }
}

export const sound = new Sound();
