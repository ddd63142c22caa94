import { en } from "./en.js";
import { say, type TextKey, type Values } from "./say.js";

/** A sentence that is not made yet, as files hold it: what happened as a code, and its numbers and names in the order of the sentence. */
export interface Message {
  readonly code: string;
  readonly values: readonly unknown[];
}

/** A message; in files of older versions, the sentence itself. */
export type Text = Message | string;

/** What a message holds of a sentence's values: a text in it may be a message again. */
type Held<V> = V extends string ? V | Text : V extends readonly (infer E)[] ? readonly Held<E>[] : V;
type HeldAll<V extends readonly unknown[]> = { readonly [I in keyof V]: Held<V[I]> };

/**
 * What a sentence says, without its words.
 * @example message("value.nextDays", 90) // { code: "value.nextDays", values: [90] }
 */
export function message<K extends TextKey>(code: K, ...values: HeldAll<Values<K>>): Message {
  return { code, values: [...values] };
}

/**
 * The sentence of a message, made where people read it. A code that this version does not know, from the file of a newer one, is
 * shown as it is.
 * @example sentence({ code: "value.nextDays", values: [90] }) // "next 90 days"
 */
export function sentence(text: Text): string {
  if (typeof text === "string") return text;
  const values = text.values.map(inWords);
  if (!Object.hasOwn(en, text.code)) return [text.code, ...values].join(" ");
  const spoken = say as (code: string, ...values: readonly unknown[]) => string;
  return spoken(text.code, ...values);
}

/** The sentences of several messages, one after another. */
export function sentences(texts: readonly Text[]): string {
  return texts.map(sentence).join("; ");
}

/** A sentence with an example behind it, where there is one. */
export function withExample(text: Text, example: Text | null): string {
  return example === null ? sentence(text) : `${sentence(text)} (${sentence(example)})`;
}

function inWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inWords);
  return isMessage(value) ? sentence(value) : value;
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "code" in value && "values" in value;
}
