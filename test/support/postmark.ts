/** A message as Baton posts it to Postmark. */
export interface PostedMail {
  From: string;
  To: string;
  ReplyTo?: string;
  Subject: string;
  TextBody: string;
  HtmlBody: string;
  Metadata: Record<string, string>;
  Headers: { Name: string; Value: string }[];
}

/** What Postmark (or what stands before it) does with a batch; `arrive` takes it in and gives the normal answer. */
export type Behaviour = (arrive: () => Response, batch: PostedMail[]) => Response | Promise<Response>;

/** Postmark's side of the last call: a mailbox that may be told to misbehave. */
export class FakePostmark {
  /** What reached Postmark, in order. */
  readonly arrived: PostedMail[] = [];
  readonly requests: { url: URL; init: RequestInit }[] = [];
  behave: Behaviour = (arrive) => arrive();
  /** Whether messages can be searched for. */
  searchable = true;

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    this.requests.push({ url, init });
    if (url.pathname !== "/email/batch") return this.#search(url);
    const batch = JSON.parse(String(init.body)) as PostedMail[];
    return this.behave(() => this.#arrive(batch), batch);
  };

  get calls(): string[] {
    return this.requests.map(({ url }) => url.pathname);
  }

  #arrive(batch: PostedMail[]): Response {
    this.arrived.push(...batch);
    return Response.json(
      batch.map((mail) => ({ ErrorCode: 0, Message: "OK", To: mail.To, MessageID: idOf(mail) })),
    );
  }

  #search(url: URL): Response {
    if (!this.searchable) return new Response("<html>Bad gateway</html>", { status: 502 });
    const [name = "", value] = [...url.searchParams].find(([key]) => key.startsWith("metadata_")) ?? [];
    const found = this.arrived.filter(({ Metadata }) => Metadata[name.slice("metadata_".length)] === value);
    const page = found.slice(0, Number(url.searchParams.get("count") ?? 0));
    return Response.json({
      TotalCount: found.length,
      Messages: page.map((mail) => ({ MessageID: idOf(mail) })),
    });
  }
}

/** The id that the fake gives a message. */
export function idOf({ Metadata }: Pick<PostedMail, "Metadata">): string {
  return `pm-${Metadata["delivery_id"]}`;
}
