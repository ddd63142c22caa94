import { type Histories, type HistorySample, historySampler } from "../../models/index.js";

/** Some histories in their order, as columns. */
export interface HistoryRows {
  readonly histories: Histories;
  /** covariate_group of each */
  readonly group: Uint32Array;
}

/** `historySampler` over histories that stream by, with the covariate groups of those that it picks. */
export async function sampleHistories(
  batches: AsyncIterable<HistoryRows>,
  of: { readonly rows: number; readonly customers: number },
  draws: number,
): Promise<HistorySample & HistoryRows> {
  const sampler = historySampler(of, draws);
  const groups: number[] = [];
  for await (const { histories, group } of batches)
    for (const i of sampler.add(histories)) groups.push(group[i]!);
  return { ...sampler.sample(), group: Uint32Array.from(groups) };
}
