/** What was asked of a namespace for one object. */
export interface Asked {
  jurisdiction: string | null;
  /** The location hint; undefined where none was given. */
  near: string | undefined;
}

/** A namespace of Durable Objects that keeps where its objects were asked for; all of them are the real namespace's own. */
export function recordingNamespace<T extends Rpc.DurableObjectBranded | undefined>(
  real: DurableObjectNamespace<T>,
): { binding: DurableObjectNamespace<T>; asked: Asked[] } {
  const asked: Asked[] = [];
  const within = (jurisdiction: string | null): DurableObjectNamespace<T> =>
    new Proxy(real, {
      get(target, name) {
        if (name === "jurisdiction") return (word: string) => within(word);
        if (name === "get") {
          return (id: DurableObjectId, options?: DurableObjectNamespaceGetDurableObjectOptions) => {
            asked.push({ jurisdiction, near: options?.locationHint });
            return target.get(id);
          };
        }
        const value: unknown = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return { binding: within(null), asked };
}
