/** The groups of two or more nodes that reach each other (Tarjan's strongly connected components), each sorted. */
export function circlesOf(edges: readonly (readonly [string, string])[]): string[][] {
  const next = Map.groupBy(edges, ([from]) => from);
  const order = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];

  const visit = (node: string): number => {
    const own = order.size;
    order.set(node, own);
    open.push(node);
    let lowest = own;
    for (const [, to] of next.get(node) ?? []) {
      if (!order.has(to)) lowest = Math.min(lowest, visit(to));
      else if (open.includes(to)) lowest = Math.min(lowest, order.get(to) ?? own);
    }
    if (lowest === own) {
      const group = open.splice(open.indexOf(node)).sort();
      if (group.length > 1) circles.push(group);
    }
    return lowest;
  };
  for (const [from] of edges) if (!order.has(from)) visit(from);
  return circles;
}
