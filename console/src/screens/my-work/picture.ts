/** Pictures made on this device: photos made smaller, and what was drawn. */

import type { Picture } from "../../offline/store";
import { fitting } from "./size";

const QUALITY = 0.85; //: of JPEG, in (0, 1]

/** Whether pictures can be told from one another here: browsers do that only over a safe connection. */
export const canKeepPictures = (): boolean => isSecureContext && "subtle" in crypto;

/** Make a photo as small as it needs to be, upright; null for a file that is no picture. */
export async function photographed(file: Blob): Promise<Picture | null> {
  const read = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (!read) return null;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = fitting(read.width, read.height);
  const pen = canvas.getContext("2d")!;
  pen.fillStyle = "#ffffff"; // what can be seen through lies on paper
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(read, 0, 0, canvas.width, canvas.height);
  read.close();
  return drawn(canvas, "image/jpeg");
}

/** What is on a canvas, known by its digest. */
export async function drawn(canvas: HTMLCanvasElement, kind: "image/jpeg" | "image/png"): Promise<Picture> {
  const made = await new Promise<Blob>((resolve) => canvas.toBlob((blob) => resolve(blob!), kind, QUALITY));
  const content = await made.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return { digest: [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join(""), content };
}
