import { useRef, useState } from "preact/hooks";
import type { ApiKey, CreatedApiKey } from "../../../contract/api-key.ts";
import { remove } from "../../api.ts";
import { now } from "../../clock.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { Day } from "../../components/day.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { words } from "../../words/speak.ts";
import { NewKeyForm } from "./new-key-form.tsx";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";
import { ShownOnceDialog } from "./shown-once-dialog.tsx";
import { useAll } from "./use-all.ts";

/** The account's keys: what each may do, since when, until when; create and revoke. */
export function KeysPage() {
  const keys = useAll<ApiKey>("/api-keys");
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const [going, setGoing] = useState<ApiKey | null>(null);
  const table = useRef<HTMLTableElement>(null);
  const { pages, keys: said } = words.value.settings;

  const revoke = async (key: ApiKey) => {
    await remove(`/api-keys/${key.id}`);
    await keys.reload();
    say(said.revoked(key.name));
  };

  return (
    <>
      <PageHeading title={pages.keys} />
      <p class="quiet">{said.intro}</p>
      <NewKeyForm
        onMade={async (key) => {
          setMade(key);
          await keys.reload();
        }}
      />
      <Reading of={keys} />
      {keys.items?.length === 0 && <p class="quiet">{said.none}</p>}
      {keys.items !== null && keys.items.length > 0 && (
        <table class="grid grid-keys" ref={table} tabIndex={-1} aria-label={pages.keys}>
          <thead>
            <tr>
              {[said.name, said.begins, said.scopes, said.created, said.ends].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">
                <span class="unseen">{said.change}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.items.map((key) => (
              <KeyRow key={key.id} apiKey={key} onRevoke={() => setGoing(key)} />
            ))}
          </tbody>
        </table>
      )}
      {made !== null && (
        <ShownOnceDialog
          title={said.newTitle(made.name)}
          label={said.key}
          secret={made.key}
          onClose={() => setMade(null)}
        />
      )}
      {going !== null && (
        <ConfirmDialog
          title={said.revokeTitle(going.name)}
          detail={said.revokeDetail}
          confirm={said.revoke}
          onConfirm={() => revoke(going)}
          onClose={(isDone) => {
            setGoing(null);
            if (isDone) table.current?.focus();
          }}
        />
      )}
    </>
  );
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const { keys: said } = words.value.settings;
  const { name, prefix, scopes, created_at, expires_at } = apiKey;
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td data-label={said.begins}>
        <code>{prefix}…</code>
      </td>
      <td data-label={said.scopes}>{scopes.map((scope) => said.scopeShort[scope]).join(", ")}</td>
      <td data-label={said.created}>
        <Day at={created_at} />
      </td>
      <td data-label={said.ends}>
        {expires_at === null ? said.neverEnds : <Day at={expires_at} />}
        {expires_at !== null && Date.parse(expires_at) <= now.value && (
          <span class="warn"> {said.ended}</span>
        )}
      </td>
      <td class="grid-actions">
        <button type="button" class="link" aria-label={said.revokeOf(name)} onClick={onRevoke}>
          {said.revoke}
        </button>
      </td>
    </tr>
  );
}
