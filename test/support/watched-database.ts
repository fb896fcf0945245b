/** A D1 binding whose first answered `all` lets something happen before the caller has the answer. */
export function watchedDatabase(binding: D1Database, happens: () => Promise<void>): D1Database {
  let happened = false;
  const statement = (real: D1PreparedStatement): D1PreparedStatement =>
    new Proxy(real, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => statement(target.bind(...values));
        if (name !== "all") return Reflect.get(target, name);
        return async () => {
          const answer = await target.all();
          if (!happened) {
            happened = true;
            await happens();
          }
          return answer;
        };
      },
    });
  return new Proxy(binding, {
    get(target, name) {
      if (name === "prepare") return (text: string) => statement(target.prepare(text));
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
