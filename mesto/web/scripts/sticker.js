/* Lets a sticker be answered without a network, and with a photo; without it the form works as forms do. */

const LONGEST_SIDE = 1280; // pixels of a photo
const QUALITY = 0.8;
const AGAIN_MS = 20_000;

const form = document.querySelector("form[data-sticker]");
const told = document.querySelector("[data-told]");
const photo = document.querySelector("[data-photo]");
const heading = document.querySelector("h1[data-unknown]");
const here = location.pathname;

if (heading) heading.textContent = here.split("/").at(-1);
if (form && "indexedDB" in window) {
  begin();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value } = event.submitter;
    void say({ said: { [name]: value } });
  });
  photo.hidden = false;
  photo.querySelector("input").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    try {
      await say({ said: {}, photo: await smaller(file) });
    } catch {
      tell("none");
    }
    target.value = "";
  });
}

function begin() {
  void navigator.serviceWorker?.register("/open/worker.js").catch(() => undefined);
  addEventListener("online", flush);
  setInterval(() => document.hidden || flush(), AGAIN_MS);
  void flush();
}

/** Keep what is said with its moment, then try to send it. */
async function say(what) {
  await keepDeed({ ...what, id: crypto.randomUUID(), to: here, at: Date.now() });
  const { waiting, refused } = await sendDeeds();
  tell(refused ? "refused" : waiting ? "waits" : "done");
  if (waiting) await wake();
}

async function flush() {
  const { waiting, refused } = await sendDeeds();
  if (refused) tell("refused");
  else if (!waiting && told.dataset.now === "waits") tell("done");
}

/** Let the worker send it, also when this page is closed, where the browser can. */
async function wake() {
  const registration = await navigator.serviceWorker?.getRegistration("/open/");
  await registration?.sync?.register("stickers").catch(() => undefined);
}

function tell(which) {
  told.dataset.now = which;
  told.textContent = told.dataset[which];
  told.hidden = false;
  told.scrollIntoView({ block: "nearest" });
}

/** Draw a picture smaller; where it was taken, and by whom, is not drawn. */
async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/jpeg", QUALITY),
  );
}
