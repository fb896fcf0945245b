/** A D1 binding whose first answered round trip lets something happen before the caller has the answer. */
export function watchedDatabase(binding: D1Database, happens: () => Promise<void>): D1Database {
  const reals = new WeakMap<object, D1PreparedStatement>();
  let happened = false;
  const answered = async <T>(answer: Promise<T>): Promise<T> => {
    const known = await answer;
    if (!happened) {
      happened = true;
      await happens();
    }
    return known;
  };
  const statement = (real: D1PreparedStatement): D1PreparedStatement => {
    const watched = new Proxy(real, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => statement(target.bind(...values));
        return name === "all" ? () => answered(target.all()) : Reflect.get(target, name);
      },
    });
    reals.set(watched, real);
    return watched;
  };
  return new Proxy(binding, {
    get(target, name) {
      if (name === "prepare") return (text: string) => statement(target.prepare(text));
      if (name === "batch") {
        return (given: D1PreparedStatement[]) =>
          answered(target.batch(given.map((one) => reals.get(one) ?? one)));
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
