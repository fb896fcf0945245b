import { useState } from "preact/hooks";
import type { PsaConnection } from "../../../contract/psa-connection.ts";
import { remove } from "../../api.ts";
import { ConfirmDialog } from "../../components/confirm-dialog.tsx";
import { PageHeading } from "../../components/page-heading.tsx";
import { focusHeading } from "../../focus-heading.ts";
import { useLiveReload } from "../../use-live-reload.ts";
import { words } from "../../words/speak.ts";
import { Adding } from "./adding.tsx";
import { NewPsaForm } from "./new-psa-form.tsx";
import { PsaRow } from "./psa-row.tsx";
import { Reading } from "./reading.tsx";
import { say } from "./said.ts";
import { useAll } from "./use-all.ts";
import "./outside.css";

/** The account's PSA systems: whether notes get through, and connecting, testing, changing and deleting them. */
export function PsaPage() {
  const connections = useAll<PsaConnection>("/psa/connections");
  // Every note that is pushed, or is not, says something of its connection.
  useLiveReload(null, connections.reload);
  const [made, setMade] = useState<string | null>(null);
  const [going, setGoing] = useState<PsaConnection | null>(null);
  const { psa: said, settings } = words.value;
  const { items } = connections;

  const removeNow = async ({ id, name }: PsaConnection) => {
    await remove(`/psa/connections/${id}`);
    await connections.reload();
    say(said.removed(name));
  };

  return (
    <>
      <PageHeading title={settings.pages.psa} />
      <p class="quiet">{said.intro}</p>
      <Reading of={connections} />
      {items?.length === 0 && <p>{said.none}</p>}
      {items !== null && items.length > 0 && (
        <ul class="outside-list">
          {items.map((connection) => (
            <PsaRow
              key={connection.id}
              connection={connection}
              isNew={connection.id === made}
              reload={connections.reload}
              onRemove={() => setGoing(connection)}
            />
          ))}
        </ul>
      )}
      {items !== null && (
        <Adding label={said.add} isFirst={items.length === 0}>
          {({ onDone, onCancel }) => (
            <NewPsaForm
              onMade={async ({ id, name }) => {
                setMade(id);
                await connections.reload();
                onDone();
                say(said.connected(name));
              }}
              onCancel={onCancel}
            />
          )}
        </Adding>
      )}
      {going !== null && (
        <ConfirmDialog
          title={said.removeTitle(going.name)}
          detail={said.removeDetail}
          confirm={said.remove}
          onConfirm={() => removeNow(going)}
          onClose={(isDone) => {
            setGoing(null);
            if (isDone) focusHeading();
          }}
        />
      )}
    </>
  );
}
