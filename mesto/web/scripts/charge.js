/* Looks again every few seconds what is live on the page of a station or a session; without it, reloading does. */

const AGAIN_MS = 5_000;
const offline = document.querySelector("[data-offline]");

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [old, now] = [document, page].map((one) => one.querySelector("[data-live]"));
    if (old && now && old.innerHTML !== now.innerHTML) old.replaceWith(now);
    // a form that is being filled in stays; one that came or went is put in step
    const [had, has] = [document, page].map((one) => one.querySelector("main form"));
    if (Boolean(had) !== Boolean(has)) document.querySelector("main").replaceWith(page.querySelector("main"));
    said(false);
  } catch {
    said(true);
  }
}

function said(away) {
  const banner = document.querySelector("[data-offline]") ?? offline;
  if (banner) banner.hidden = !away;
}

setInterval(look, AGAIN_MS);
addEventListener("online", look);
addEventListener("offline", () => said(true));
document.addEventListener("visibilitychange", look);
