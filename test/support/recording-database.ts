/** A D1 binding that keeps the SQL of every round trip (a batch is one). */
export function recordingDatabase(binding: D1Database): { binding: D1Database; trips: string[][] } {
  const trips: string[][] = [];
  const texts = new WeakMap<object, string>();
  const statement = (real: D1PreparedStatement, text: string): D1PreparedStatement => {
    const recorded = new Proxy(real, {
      get(target, name) {
        if (name === "bind") return (...values: unknown[]) => statement(target.bind(...values), text);
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          trips.push([text]);
          return Reflect.apply(value, target, given);
        };
      },
    });
    texts.set(recorded, text);
    reals.set(recorded, real);
    return recorded;
  };
  const reals = new WeakMap<object, D1PreparedStatement>();
  const recording = new Proxy(binding, {
    get(target, name) {
      if (name === "prepare") return (text: string) => statement(target.prepare(text), text);
      if (name === "batch") {
        return (statements: D1PreparedStatement[]) => {
          trips.push(statements.map((one) => texts.get(one) ?? ""));
          return target.batch(statements.map((one) => reals.get(one) ?? one));
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { binding: recording, trips };
}
