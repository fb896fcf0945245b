import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { App } from "./app.tsx";
import { speak, usualLanguage } from "./words/speak.ts";

const root = document.getElementById("app");
if (root !== null) {
  // A language that cannot be loaded now is not worth an empty page.
  await speak(usualLanguage()).catch(() => undefined);
  render(
    <LocationProvider>
      <App />
    </LocationProvider>,
    root,
  );
}
