/** The end of a process at one of its awaits: what was asked for may have happened, nobody hears of it. */
export class Crash extends Error {
  constructor(where: string) {
    super(`The process ended at ${where}.`);
    this.name = "Crash";
  }
}

/**
 * Counts everything that a process awaits of the outside, and ends it at one of these: before it is asked for, or after
 * it has happened and before anybody hears of it. From then on nothing comes through any more.
 */
export class Mortal {
  /** The moments that have been lived through so far: two for each call to the outside. */
  moments = 0;
  /** Where it ended, if it did. */
  diedAt: string | null = null;
  readonly #diesAt: number;

  constructor(diesAt = Infinity) {
    this.#diesAt = diesAt;
  }

  /** Calls the outside, if the process lives that long. */
  async call<T>(name: string, outside: () => Promise<T>): Promise<T> {
    this.#live(`the moment before ${name}`);
    const answer = await outside();
    this.#live(`the moment after ${name}`);
    return answer;
  }

  #live(moment: string): void {
    if (this.diedAt === null && ++this.moments === this.#diesAt) this.diedAt = moment;
    if (this.diedAt !== null) throw new Crash(this.diedAt);
  }

  /** A database of this process. */
  database(binding: D1Database): D1Database {
    const reals = new WeakMap<object, D1PreparedStatement>();
    const statement = (real: D1PreparedStatement, text: string): D1PreparedStatement => {
      const mortal = new Proxy(real, {
        get: (target, name) => {
          if (name === "bind") return (...values: unknown[]) => statement(target.bind(...values), text);
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== "function") return value;
          return (...given: unknown[]) =>
            this.call(
              `"${text.trim().slice(0, 40)}…"`,
              () => Reflect.apply(value, target, given) as Promise<unknown>,
            );
        },
      });
      reals.set(mortal, real);
      return mortal;
    };
    return new Proxy(binding, {
      get: (target, name) => {
        if (name === "prepare") return (text: string) => statement(target.prepare(text), text);
        if (name === "batch") {
          return (statements: D1PreparedStatement[]) =>
            this.call(`a batch of ${statements.length}`, () =>
              target.batch(statements.map((one) => reals.get(one) ?? one)),
            );
        }
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  }

  /** The buses, as this process reaches them. */
  buses(namespace: Env["ACCOUNT_BUS"]): object {
    const stub = (real: object): object =>
      new Proxy(real, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name);
          if (typeof value !== "function" || name === "then") return value;
          return (...given: unknown[]) =>
            this.call(`bus.${String(name)}`, () => Reflect.apply(value, target, given) as Promise<unknown>);
        },
      });
    return {
      idFromName: (name: string) => namespace.idFromName(name),
      get: (id: DurableObjectId, options?: DurableObjectNamespaceGetDurableObjectOptions) =>
        stub(namespace.get(id, options)),
    };
  }

  /** A queue that keeps what this process sends. */
  queue(kept: unknown[]): object {
    return {
      send: (body: unknown) =>
        this.call("JOBS.send", async () => {
          kept.push(body);
        }),
      sendBatch: (messages: Iterable<{ body: unknown }>) =>
        this.call("JOBS.sendBatch", async () => {
          kept.push(...[...messages].map(({ body }) => body));
        }),
    };
  }

  /** The network, as this process reaches it. */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const url = input instanceof Request ? input.url : String(input);
    return this.call(`${init?.method ?? "GET"} ${new URL(url).pathname}`, () => fetch(input, init));
  }
}
