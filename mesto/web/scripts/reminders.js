/* Asks a browser whether it shows reminders, and tells the town where it is reached. */

const form = document.querySelector("form[data-reminders]");
const button = form?.querySelector("[data-push]");
const refused = document.querySelector("[data-refused]");

if (button && "serviceWorker" in navigator && "PushManager" in window) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    ask().catch(() => {
      refused.hidden = false;
      button.disabled = false;
    });
  });
}

async function ask() {
  refused.hidden = true;
  const worker = await navigator.serviceWorker.register("/open/worker.js");
  await active(worker);
  const subscription = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: form.dataset.key,
  });
  const { endpoint, keys } = subscription.toJSON();
  const { address, language, moment } = Object.fromEntries(new FormData(form));
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ address, language, moment, browser: { endpoint, keys } }),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  location.assign((await answer.json()).page);
}

/** Wait until a worker runs: this page is not below its own path, so that `ready` never comes. */
function active(registration) {
  if (registration.active) return Promise.resolve();
  const worker = registration.installing ?? registration.waiting;
  return new Promise((done) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && done());
  });
}
