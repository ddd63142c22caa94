import {
  falseDiscovery,
  type GroupValues,
  type MeanDifference,
  meanDifference,
} from "../../../models/index.js";
import { byAttribute, isSmall, type SegmentSum } from "./shown-segments.js";

/** A segment compared with all other customers. */
export interface SegmentTest extends MeanDifference {
  readonly attribute: string;
  readonly segment: string | null;
  readonly measure: "mean_value" | "bought_again_share";
  /** null where the measure has no horizon */
  readonly days: number | null;
  readonly inside: number;
  readonly outside: number;
  /** share of false discoveries among all tests of the measure with such a p value or a lower one */
  readonly q: number;
}

/** Who customers are against what they do: segments that are made of what they do differ by what they are made of. */
const ofBehaviour = new Set(["lifecycle", "value_tier", "rfm"]);

/** Every segment of an attribute that is large enough against the rest, over the longest horizon. */
export function segmentTests(segments: readonly SegmentSum[], least: number): SegmentTest[] {
  const own = [...byAttribute(segments)].filter(([attribute]) => !ofBehaviour.has(attribute));
  return (["mean_value", "bought_again_share"] as const).flatMap((measure) => {
    const found = own.flatMap(([attribute, of]) =>
      of.filter((s) => !isSmall(s, least)).flatMap((s) => tested(attribute, s, of, measure) ?? []),
    );
    const q = falseDiscovery(found.map(({ p }) => p));
    return found.map((test, i) => ({ ...test, q: q[i]! }));
  });
}

function tested(
  attribute: string,
  segment: SegmentSum,
  all: readonly SegmentSum[],
  measure: SegmentTest["measure"],
): Omit<SegmentTest, "q"> | null {
  const values = measure === "mean_value" ? worth : boughtAgain;
  const inside = values(segment);
  const outside = united(all.filter((s) => s !== segment).map(values));
  const found = meanDifference(inside, outside);
  if (found === null) return null;
  const days = measure === "mean_value" ? longest(segment).days : null;
  return {
    ...{ attribute, segment: segment.segment, measure, days },
    ...{ inside: inside.mean, outside: outside.mean, ...found },
  };
}

function longest({ horizons }: SegmentSum) {
  return horizons.reduce((a, b) => (b.days > a.days ? b : a));
}

function worth(segment: SegmentSum): GroupValues {
  const { value, squares } = longest(segment);
  return { n: segment.customers, mean: value / segment.customers, squares };
}

function boughtAgain({ customers: n, returned }: SegmentSum): GroupValues {
  const mean = returned / n;
  return { n, mean, squares: n * mean * (1 - mean) };
}

/** Groups as one. */
function united(groups: readonly GroupValues[]): GroupValues {
  const n = groups.reduce((sum, g) => sum + g.n, 0);
  const mean = groups.reduce((sum, g) => sum + g.n * g.mean, 0) / n;
  const squares = groups.reduce((sum, g) => sum + g.squares + g.n * (g.mean - mean) ** 2, 0);
  return { n, mean, squares };
}
