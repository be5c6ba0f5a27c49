import { render } from "preact";
import { App } from "./app.tsx";
import { handleShortcuts } from "./shortcuts.tsx";
import { followLive } from "./state/live.ts";
import { followLinks } from "./state/route.ts";

followLinks();
handleShortcuts();
followLive();
const app = document.getElementById("app");
if (app) render(<App />, app);
