import { mount } from "svelte";
import App from "./App.svelte";
import { language, preferredLanguage } from "./language/language.svelte";
import "./offline/installing.svelte"; // the browser offers it once, early
import { updates } from "./offline/updates.svelte";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (!target) throw new Error("the page has no place for the console");
await language.speak(preferredLanguage());
mount(App, { target });
void updates.begin();
