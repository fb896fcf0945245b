import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { App } from "./app.tsx";

const root = document.getElementById("app");
if (root !== null) {
  render(
    <LocationProvider>
      <App />
    </LocationProvider>,
    root,
  );
}
