/** A D1 binding whose first answered read (`all`, or a batch) lets something happen before the caller has the answer. */
export function watchedDatabase(binding: D1Database, happens: () => Promise<void>): D1Database {
  let happened = false;
  const reals = new WeakMap<object, D1PreparedStatement>();
  const answered = async <T>(answer: T): Promise<T> => {
    if (!happened) {
      happened = true;
      await happens();
    }
    return answer;
  };
  const statement = (real: D1PreparedStatement): D1PreparedStatement => {
    const watched = new Proxy(real, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => statement(target.bind(...values));
        if (name !== "all") return Reflect.get(target, name);
        return async () => answered(await target.all());
      },
    });
    reals.set(watched, real);
    return watched;
  };
  return new Proxy(binding, {
    get(target, name) {
      if (name === "prepare") return (text: string) => statement(target.prepare(text));
      if (name === "batch") {
        return async (statements: D1PreparedStatement[]) =>
          answered(await target.batch(statements.map((one) => reals.get(one) ?? one)));
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
