const mostKept = 4096; // of each params object

/**
 * What is worked out of parameters, which must not change afterwards, and a number, once: histories share both.
 * @param make from the two
 */
export function kept<P extends object, V>(make: (p: P, at: number) => V): (p: P, at: number) => V {
  const known = new WeakMap<P, Map<number, V>>();
  return (p, at) => {
    let own = known.get(p);
    if (own === undefined) {
      own = new Map();
      known.set(p, own);
    }
    let value = own.get(at);
    if (value === undefined) {
      if (own.size >= mostKept) own.clear();
      value = make(p, at);
      own.set(at, value);
    }
    return value;
  };
}
