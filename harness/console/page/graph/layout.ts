import { Graph, layout } from "@dagrejs/dagre";

export interface BoxToPlace {
  id: string;
  width: number;
  height: number;
}

export interface LineToPlace {
  from: string;
  to: string;
  label?: string | undefined;
}

export interface Point {
  x: number;
  y: number;
}

/** Boxes by their upper left corner, and lines by the points that they pass. */
export interface Placed<Line extends LineToPlace> {
  width: number;
  height: number;
  boxes: Map<string, Point>;
  lines: (Line & { points: Point[]; labelAt?: Point | undefined })[];
}

const CHARACTER_PX = 6.5;

/** Places boxes in layers, so that lines lead down, or to the right. */
export function place<Line extends LineToPlace>(
  boxes: readonly BoxToPlace[],
  lines: readonly Line[],
  direction: "TB" | "LR",
): Placed<Line> {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: direction,
    nodesep: direction === "TB" ? 28 : 18,
    ranksep: direction === "TB" ? 34 : 64,
    marginx: 12,
    marginy: 12,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height });
  lines.forEach(({ from, to, label }, index) => {
    const size = label ? { width: label.length * CHARACTER_PX, height: 16, labelpos: "c" } : {};
    graph.setEdge(from, to, size, `${index}`);
  });
  layout(graph);
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const found = new Map(
    boxes.map(({ id, width: w, height: h }) => {
      const { x = 0, y = 0 } = graph.node(id) as Partial<Point>;
      return [id, { x: x - w / 2, y: y - h / 2 }];
    }),
  );
  return {
    width,
    height,
    boxes: found,
    lines: lines.map((line, index) => {
      const edge = graph.edge(line.from, line.to, `${index}`) as { points?: Point[]; x?: number; y?: number };
      const { points = [], x, y } = edge;
      const labelAt = line.label && x !== undefined && y !== undefined ? { x, y } : undefined;
      return { ...line, points, labelAt };
    }),
  };
}

/** A path through points, with round corners. */
export function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = [`M${first.x},${first.y}`];
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next) parts.push(`Q${point.x},${point.y} ${(point.x + next.x) / 2},${(point.y + next.y) / 2}`);
    else parts.push(`L${point.x},${point.y}`);
  });
  return parts.join(" ");
}
