import { type Message, sentence } from "../../pipeline/text/messages/message.js";

/** JSON with the sentence of each message in its place, as people read it. */
// biome-ignore lint/suspicious/noExplicitAny: any JSON; each test looks at its own part
export function inWords(json: any): any {
  if (Array.isArray(json)) return json.map(inWords);
  if (typeof json !== "object" || json === null) return json;
  if ("code" in json && Array.isArray(json.values)) return sentence(json as Message);
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, inWords(value)]));
}
