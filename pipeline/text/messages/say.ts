import { en } from "./en.js";

/** Names a sentence for people. */
export type TextKey = keyof typeof en;

/** What another language has to say: a text for each key, of the same values. */
export type Messages = {
  readonly [K in TextKey]: (typeof en)[K] extends string ? string : (typeof en)[K];
};

/** What is in the sentence of a key. */
export type Values<K extends TextKey> = Messages[K] extends (...values: infer V) => string ? V : [];

/**
 * The sentence of a key.
 * @param values what is in it, as numbers and names: how they are written is a matter of the language
 * @example say("value.nextDays", 90) // "next 90 days"
 */
export function say<K extends TextKey>(key: K, ...values: Values<K>): string {
  const text: unknown = (en satisfies Messages)[key];
  return typeof text === "string" ? text : (text as (...values: Values<K>) => string)(...values);
}
