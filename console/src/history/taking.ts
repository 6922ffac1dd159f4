/** A chart taken along: as a table, and as a picture that says what it shows. */

import { inZone, t } from "../language/language.svelte";
import { save } from "../parts/save";
import { pictureOf, type Caption } from "./picture";
import { colourOf, dashOf, flagsOf, linesOf, type Scene } from "./scene";
import { csvOf, tableOf } from "./table";
import { headingOf, noteOf, sayRange } from "./words";

/** Hand everything drawn to the reader as CSV. */
export function saveTable(scene: Scene, title: string): void {
  const { drawn, days, zone } = scene;
  const text = csvOf(
    tableOf(drawn, t("chartMixed")),
    t("chartTime", { zone: zone.name }),
    (head) => headingOf(head, drawn, days),
    (at_s) => zone.iso(at_s),
  );
  save(new Blob([text], { type: "text/csv" }), fileName(scene, title, "csv"));
}

/** Hand what is drawn on canvases to the reader as PNG. Raises Error where the browser cannot. */
export async function savePicture(scene: Scene, title: string, canvases: HTMLCanvasElement[]): Promise<void> {
  save(await pictureOf(canvases, captionOf(scene, title), devicePixelRatio), fileName(scene, title, "png"));
}

function fileName({ shown, zone }: Scene, title: string, ending: string): string {
  const day = (at_s: number) => zone.iso(at_s).slice(0, 10);
  return `${title} ${day(shown.from_s)} ${day(shown.to_s)}.${ending}`.replace(/[\\/:*?"<>|]+/g, "-");
}

function captionOf(scene: Scene, title: string): Caption {
  const { drawn, shown, zone, colours } = scene;
  const [from, to] = [shown.from_s, shown.to_s].map((at_s) => inZone(new Date(at_s * 1000), zone.name, "full"));
  const flags = flagsOf(scene);
  const { text, quiet, surface } = colours;
  return {
    title,
    lines: [`${from} – ${to} (${zone.name})`, noteOf(drawn, zone)].filter(Boolean),
    legend: [...legendOf(scene), ...legendOfMarks(scene, flags)],
    marks: flags.map(({ x, kind }) => ({ x, colour: colours[kind] })),
    text,
    quiet,
    surface,
  };
}

function legendOf(scene: Scene): Caption["legend"] {
  return linesOf(scene).flatMap((one) => {
    const colour = colourOf(scene, one);
    const { title } = one.series;
    const before = { text: `${title}, ${t("chartDaysBefore", { n: scene.days })}`, colour: `${colour}8c`, dash: [3, 3] };
    const own = { text: `${title}: ${sayRange(one)}`, colour, dash: dashOf(scene, one) };
    return one.before ? [own, before] : [own];
  });
}

function legendOfMarks({ colours }: Scene, flags: { kind: "alert" | "command" }[]): Caption["legend"] {
  const names = { alert: t("logAlert"), command: t("logCommand") };
  return (["alert", "command"] as const)
    .filter((kind) => flags.some((flag) => flag.kind === kind))
    .map((kind) => ({ text: names[kind], colour: colours[kind], dash: [4, 3] }));
}
