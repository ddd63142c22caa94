import type { ForgetReport } from "../forget/forget.js";
import { count, table } from "../text/format.js";

/** What `clv forget` prints: the proof, place by place, and what is left to the user. No id is repeated. */
export function forgetText({ customers, listed, places, sources, foreign }: ForgetReport): string {
  const head = ["place", "searched", "rows deleted", "bytes searched", "traces left"];
  const rows = places.map((p) => [
    p.place,
    count(p.searched),
    count(p.deleted),
    count(p.bytes),
    count(p.traces),
  ]);
  const sum = (of: "searched" | "deleted" | "bytes" | "traces"): string =>
    count(places.reduce((total, place) => total + place[of], 0));
  const all = ["all", sum("searched"), sum("deleted"), sum("bytes"), sum("traces")];
  const parts = [
    `Forgotten: ${count(customers)} ${customers === 1 ? "customer" : "customers"}; ${count(listed)} in all are on the list of this runs folder, and their rows are dropped from now on`,
    table([head, ...rows, all], [false, true, true, true, true]),
  ];
  if (sources.files.length > 0)
    parts.push(`These files of the log are yours and still hold them:\n${lines(sources.files)}`);
  if (sources.unsearched.length > 0)
    parts.push(`These sources were not searched:\n${lines(sources.unsearched)}`);
  if (foreign.length > 0)
    parts.push(
      `These files in the runs folder were not written by clv; they were not searched:\n${lines(foreign)}`,
    );
  parts.push("Parameters, counts and totals stay: each is made of many customers.");
  return `${parts.join("\n\n")}\n`;
}

const lines = (items: readonly string[]): string => items.map((item) => `  ${item}`).join("\n");
