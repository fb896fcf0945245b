import { useEffect, useState } from "preact/hooks";
import type { Role } from "../../contract/role.ts";
import { ApiProblem } from "../api-problem.ts";
import { post, read } from "../api.ts";
import { words } from "../words/speak.ts";
import { DemoMailbox } from "./demo-mailbox.tsx";
import { ProblemNote } from "./problem-note.tsx";

interface DemoPerson {
  email: string;
  name: string;
  role: Role;
  account: string;
}

/** The made-up people of the demo to choose from. */
export function DemoPeople({ onSignedIn }: { onSignedIn: () => Promise<unknown> }) {
  const [people, setPeople] = useState<DemoPerson[]>([]);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const { signIn, settings } = words.value;

  useEffect(() => {
    read<{ items: DemoPerson[] }>("/demo/people").then(
      ({ items }) => setPeople(items),
      (error: unknown) => setProblem(ApiProblem.from(error)),
    );
  }, []);
  const enter = async (email: string) => {
    if (busy !== null) return;
    setBusy(email);
    setProblem(null);
    try {
      await post("/demo/sign-in", { email });
      await onSignedIn();
    } catch (error) {
      setProblem(ApiProblem.from(error));
    } finally {
      setBusy(null);
    }
  };

  // All at once: nothing moves under somebody's pointer when they come.
  if (people.length === 0 && problem === null) return null;
  return (
    <section class="demo" aria-labelledby="demo-heading">
      <h2 id="demo-heading">{signIn.demo.title}</h2>
      {problem !== null && <ProblemNote problem={problem} sent />}
      {[...Map.groupBy(people, (person) => person.account)].map(([account, members]) => (
        <div key={account} class="demo-account">
          <h3>{account}</h3>
          <div class="demo-people">
            {members.map((person) => (
              <button
                key={person.email}
                type="button"
                aria-disabled={busy !== null}
                onClick={() => void enter(person.email)}
              >
                {person.name} <span class="quiet">{settings.roles[person.role]}</span>
              </button>
            ))}
          </div>
        </div>
      ))}
      <DemoMailbox />
    </section>
  );
}
