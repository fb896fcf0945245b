import { useEffect, useState } from "preact/hooks";
import { ApiProblem } from "../api-problem.ts";
import { post, read } from "../api.ts";
import { ProblemNote } from "./problem-note.tsx";

interface DemoPerson {
  email: string;
  name: string;
  role: string;
  account: string;
}

/** The made-up people to choose from; nothing where demo mode is off. */
export function DemoPeople({ onSignedIn }: { onSignedIn: () => Promise<unknown> }) {
  const [people, setPeople] = useState<DemoPerson[]>([]);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [busy, setBusy] = useState<string | null>(null);

  useEffect(() => {
    read<{ items: DemoPerson[] }>("/demo/people").then(
      ({ items }) => setPeople(items),
      // Off is a 404, and then there is nothing to show; any other failure does not hinder the mailed ways.
      () => setPeople([]),
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

  if (people.length === 0) return null;
  return (
    <section class="demo" aria-labelledby="demo-heading">
      <h2 id="demo-heading">Or look around as</h2>
      {problem !== null && <ProblemNote problem={problem} sent />}
      {[...Map.groupBy(people, (person) => person.account)].map(([account, members]) => (
        <div key={account} class="demo-account">
          <h3>{account}</h3>
          <div class="demo-people">
            {members.map((person) => (
              <button key={person.email} type="button" onClick={() => void enter(person.email)}>
                {person.name} <span class="quiet">{person.role}</span>
              </button>
            ))}
          </div>
        </div>
      ))}
      <p class="quiet">
        Mails of this demo go to the{" "}
        <a href="/dev/mail" target="_blank" rel="noreferrer">
          mailbox
        </a>{" "}
        and nowhere else.
      </p>
    </section>
  );
}
