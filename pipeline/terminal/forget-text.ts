import type { ForgetReport } from "../forget/forget.js";
import { count, table } from "../text/format.js";
import { say } from "../text/messages/say.js";

/** What `clv forget` prints: the proof, place by place, and what is left to the user. No id is repeated. */
export function forgetText({ customers, listed, places, sources, foreign }: ForgetReport): string {
  const head = [
    say("forget.place"),
    say("forget.searched"),
    say("forget.deleted"),
    say("forget.bytes"),
    say("forget.traces"),
  ];
  const rows = places.map((p) => [
    p.place,
    count(p.searched),
    count(p.deleted),
    count(p.bytes),
    count(p.traces),
  ]);
  const sum = (of: "searched" | "deleted" | "bytes" | "traces"): string =>
    count(places.reduce((total, place) => total + place[of], 0));
  const all = [say("forget.all"), sum("searched"), sum("deleted"), sum("bytes"), sum("traces")];
  const parts = [
    say("forget.done", customers, listed),
    table([head, ...rows, all], [false, true, true, true, true]),
  ];
  if (sources.files.length > 0) parts.push(list(say("forget.ownFiles"), sources.files));
  if (sources.unsearched.length > 0) parts.push(list(say("forget.unsearched"), sources.unsearched));
  if (foreign.length > 0) parts.push(list(say("forget.foreign"), foreign));
  parts.push(say("forget.stays"));
  return `${parts.join("\n\n")}\n`;
}

const list = (title: string, items: readonly string[]): string =>
  [title, ...items.map((item) => `  ${item}`)].join("\n");
