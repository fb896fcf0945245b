import { useState } from "preact/hooks";
import { LANGUAGES, type Language, language, speak, words } from "../words/speak.ts";

const CHOICES: readonly Language[] = ["en", "de"];

/** The languages of the page at the foot of whatever stands before the workplace. */
export function LanguageLine() {
  const [isMissing, setMissing] = useState(false);
  const { site } = words.value;
  const choose = async (next: Language) => {
    setMissing(false);
    await speak(next).catch(() => setMissing(true));
  };
  return (
    <footer class="languages">
      <div role="group" aria-label={site.language}>
        {CHOICES.map((choice) => (
          <button
            key={choice}
            type="button"
            class="link"
            lang={choice}
            aria-pressed={language.value === choice}
            onClick={() => void choose(choice)}
          >
            {LANGUAGES[choice]}
          </button>
        ))}
      </div>
      {isMissing && <p role="alert">{site.notSpoken}</p>}
    </footer>
  );
}
