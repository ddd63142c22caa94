import { ascending, type Column, checkColumns } from "./columns.js";
import type { RivalForecast } from "./rivals.js";

/** The three things that RFM sorts customers by, one entry a customer. */
export interface RfmColumns {
  /** days since the last purchase, T - t_x */
  readonly recency: Column;
  /** purchases so far, x + 1 */
  readonly frequency: Column;
  /** net spend so far */
  readonly monetary: Column;
}

/** What the customers of a cell did in the window after it. */
export interface RfmCell {
  readonly customers: number;
  readonly purchases: number;
  readonly value: number;
}

/** Quintile cells and their mean outcomes. Plain data. */
export interface RfmCells {
  /** upper ends of the first four quintiles of each; equal ends leave some quintiles empty */
  readonly edges: Readonly<Record<keyof RfmColumns, readonly number[]>>;
  /** means by cell: key "r.f.m" with quintiles from 0, then the coarser "r.f", "r" and "" for all */
  readonly cells: Readonly<Record<string, RfmCell>>;
}

/**
 * Learns what customers of each of 5 x 5 x 5 cells (quintiles of recency, frequency and monetary value) did next: mean
 * purchases and value of the window after an EARLIER date. Equal values share a cell, so that there may be fewer than 125.
 * @param earlier the customers as of the earlier date
 * @param outcomes what they did in the window after it, of the same length as the horizon to be forecast
 * @param weights customers that each entry stands for; 1 when absent
 */
export function learnRfmCells(
  earlier: RfmColumns,
  outcomes: { readonly purchases: Column; readonly value: Column },
  weights?: Column,
): RfmCells {
  const { recency, frequency, monetary } = earlier;
  const { purchases, value } = outcomes;
  checkColumns({ recency, frequency, monetary, purchases, value }, weights, "RFM cells");
  const edges = {
    recency: quintileEdges(recency, weights),
    frequency: quintileEdges(frequency, weights),
    monetary: quintileEdges(monetary, weights),
  };
  const sums = new Map<string, { customers: number; purchases: number; value: number }>();
  for (let i = 0; i < recency.length; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    if (weight === 0) continue;
    for (const key of cellKeys(edges, earlier, i)) {
      const sum = sums.get(key) ?? { customers: 0, purchases: 0, value: 0 };
      sum.customers += weight;
      sum.purchases += weight * purchases[i]!;
      sum.value += weight * value[i]!;
      sums.set(key, sum);
    }
  }
  const mean = ({ customers, purchases, value }: RfmCell): RfmCell => ({
    customers,
    purchases: purchases / customers,
    value: value / customers,
  });
  return { edges, cells: Object.fromEntries([...sums].map(([key, sum]) => [key, mean(sum)])) };
}

/**
 * Every customer does what the customers of its cell did after the earlier date. Where nobody was in its cell, what those of equal
 * recency and frequency did; else those of equal recency; else all.
 */
export function rfmForecast({ edges, cells }: RfmCells, now: RfmColumns): RivalForecast {
  checkColumns(
    { recency: now.recency, frequency: now.frequency, monetary: now.monetary },
    undefined,
    "RFM cells",
  );
  const n = now.recency.length;
  const purchases = new Float64Array(n);
  const value = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const cell = cells[cellKeys(edges, now, i).find((key) => cells[key] !== undefined)!]!;
    purchases[i] = cell.purchases;
    value[i] = cell.value;
  }
  return { purchases, value };
}

/** Keys of the cells that a customer is in, finest first. */
function cellKeys(
  edges: RfmCells["edges"],
  columns: RfmColumns,
  i: number,
): [string, string, string, string] {
  const r = quintile(edges.recency, columns.recency[i]!);
  const f = quintile(edges.frequency, columns.frequency[i]!);
  const m = quintile(edges.monetary, columns.monetary[i]!);
  return [`${r}.${f}.${m}`, `${r}.${f}`, `${r}`, ""];
}

/** Quintile from 0: how many of the upper ends lie below the value. */
function quintile(edges: readonly number[], value: number): number {
  let below = 0;
  for (const edge of edges) if (edge < value) below++;
  return below;
}

/** The least values that a fifth, two fifths, ... of customers do not exceed. */
function quintileEdges(values: Column, weights: Column | undefined): number[] {
  const weight = (i: number): number => (weights === undefined ? 1 : weights[i]!);
  let customers = 0;
  for (let i = 0; i < values.length; i++) customers += weight(i);
  const edges: number[] = [];
  let passed = 0;
  for (const i of ascending(values)) {
    passed += weight(i);
    while (edges.length < 4 && 5 * passed >= (edges.length + 1) * customers) edges.push(values[i]!);
  }
  return edges;
}
