import { useState } from "preact/hooks";
import { LANGUAGES, type Language, language, speak, words } from "../../words/speak.ts";

const CHOICES: readonly Language[] = ["en", "de"];

/** The language of the page, each called by its own name. */
export function LanguageChoice() {
  const [isMissing, setMissing] = useState(false);
  const { me: said, notLoaded } = words.value.settings;
  const choose = async (next: Language) => {
    setMissing(false);
    await speak(next).catch(() => setMissing(true));
  };
  return (
    <section class="panel own" aria-label={said.language}>
      <fieldset class="choices">
        <legend>{said.language}</legend>
        {CHOICES.map((choice) => (
          <label key={choice} lang={choice}>
            <input
              type="radio"
              name="language"
              checked={language.value === choice}
              onInput={() => void choose(choice)}
            />
            {LANGUAGES[choice]}
          </label>
        ))}
      </fieldset>
      <p class="quiet" role={isMissing ? "alert" : undefined}>
        {isMissing ? notLoaded.detail : said.languageHint}
      </p>
    </section>
  );
}
