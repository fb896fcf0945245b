import { sql } from "drizzle-orm";
import type { DevMail } from "../../contract/demo.ts";
import type { Db } from "../../db/client.ts";
import { decodeRow } from "../../db/decode-row.ts";
import { dev_mails } from "../../db/schema.ts";
import { iso } from "../../platform/iso.ts";

/** The most mails that the development mailbox keeps. */
const KEPT = 200;

/** Keeps a mail, once per delivery, and lets the oldest go. Returns its id. */
export async function keepDevMail(
  db: Db,
  mail: Omit<DevMail, "id" | "created_at">,
  at: { id: string; now: number },
): Promise<string> {
  const delivery = mail.metadata["delivery_id"] ?? null;
  const [, found = []] = await db.batch([
    sql`INSERT INTO dev_mails (id, delivery_id, "to", subject, text, html, metadata, created_at)
      VALUES (${at.id}, ${delivery}, ${mail.to}, ${mail.subject}, ${mail.text}, ${mail.html},
        ${JSON.stringify(mail.metadata)}, ${at.now}) ON CONFLICT DO NOTHING`,
    sql`SELECT id FROM dev_mails WHERE id = ${at.id} OR delivery_id = ${delivery}`,
    sql`DELETE FROM dev_mails WHERE id NOT IN
      (SELECT id FROM dev_mails ORDER BY created_at DESC, id DESC LIMIT ${KEPT})`,
  ]);
  return String(found[0]?.["id"] ?? at.id);
}

/** The id of the mail that carries this metadata entry, or null. */
export async function findDevMail(db: Db, name: string, value: string): Promise<string | null> {
  const [row] = await db.all<{ id: string }>(sql`SELECT id FROM dev_mails
    WHERE json_extract(metadata, ${`$.${name}`}) = ${value} LIMIT 1`);
  return row?.id ?? null;
}

/** The mailbox, newest first, narrowed to one address or handoff. */
export async function listDevMails(db: Db, filter: { to?: string; handoff_id?: string }): Promise<DevMail[]> {
  const where = [sql`1`];
  if (filter.to) where.push(sql`lower("to") = lower(${filter.to})`);
  if (filter.handoff_id)
    where.push(sql`json_extract(metadata, '$.handoff_id') = lower(${filter.handoff_id})`);
  const rows = await db.all(sql`SELECT * FROM dev_mails WHERE ${sql.join(where, sql` AND `)}
    ORDER BY created_at DESC, id DESC LIMIT ${KEPT}`);
  return rows.map((row) => {
    const { delivery_id: _, ...mail } = decodeRow(dev_mails, row);
    return { ...mail, created_at: iso(mail.created_at) };
  });
}
