/** A D1 binding at which statements that begin with these words wait until so many have come, and then all go on. */
export function meetingDatabase(binding: D1Database, words: string, count: number): D1Database {
  const all = Promise.withResolvers<void>();
  let come = 0;
  const arrive = () => {
    if (++come >= count) all.resolve();
    return all.promise;
  };
  const waiting = (real: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(real, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => waiting(target.bind(...values));
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return async (...given: unknown[]) => {
          await arrive();
          return value.apply(target, given);
        };
      },
    });
  return new Proxy(binding, {
    get(target, name) {
      if (name === "prepare") {
        return (text: string) => {
          const statement = target.prepare(text);
          return text.startsWith(words) ? waiting(statement) : statement;
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
