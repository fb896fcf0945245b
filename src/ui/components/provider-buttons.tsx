import { useEffect, useState } from "preact/hooks";
import type { Provider } from "../../contract/sign-in-ways.ts";
import { ApiProblem } from "../api-problem.ts";
import { post } from "../api.ts";
import { words } from "../words/speak.ts";
import { ProblemNote } from "./problem-note.tsx";
import { ProviderMark } from "./provider-mark.tsx";

interface Props {
  providers: readonly Provider[];
  /** Where in the page the sign-in leads. */
  next: string;
}

/** One button for each provider that this Baton has; it leads to the provider's own page. */
export function ProviderButtons({ providers, next }: Props) {
  const [going, setGoing] = useState<Provider | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  useEffect(() => {
    // Whoever comes back by the browser's own button finds the page as they left it.
    const back = () => setGoing(null);
    addEventListener("pageshow", back);
    return () => removeEventListener("pageshow", back);
  }, []);
  const { signIn } = words.value;

  const go = async (provider: Provider) => {
    if (going !== null) return;
    setGoing(provider);
    setProblem(null);
    try {
      const { url } = await post<{ url: string }>("/auth/sign-in/social", { provider, next });
      location.assign(url);
    } catch (error) {
      setProblem(ApiProblem.from(error));
      setGoing(null);
    }
  };

  return (
    <div class="providers">
      {providers.map((provider) => (
        <button key={provider} type="button" aria-disabled={going !== null} onClick={() => void go(provider)}>
          <ProviderMark provider={provider} />
          {going === provider ? signIn.going : signIn.with[provider]}
        </button>
      ))}
      {problem !== null && <ProblemNote problem={problem} sent />}
    </div>
  );
}
