import { types } from "pg";
import type { Cell } from "../engine.js";
import { oid } from "./types.js";

/** Types of arrays, and of their entries. */
const arrays: Readonly<Record<number, number>> = {
  1000: oid.bool,
  1005: oid.int2,
  1007: oid.int4,
  1009: oid.text,
  1015: oid.varchar,
  1016: oid.int8,
  1021: oid.float4,
  1022: oid.float8,
  1115: oid.timestamp,
  1182: oid.date,
  1185: oid.timestamptz,
  1231: oid.numeric,
};
/** Values of a small result: whole numbers as number while exact, NaN and infinities, DECIMAL, dates and times as text. */
export const cellTypes = {
  getTypeParser: (type: number) => (text: string | Buffer) => cell(type, String(text)),
};

function cell(type: number, text: string): Cell {
  switch (type) {
    case oid.bool:
      return text === "t";
    case oid.int2:
    case oid.int4:
    case oid.int8:
    case oid.oid: {
      const number = Number(text);
      return Number.isSafeInteger(number) ? number : text;
    }
    case oid.float4:
    case oid.float8: {
      const number = Number(text);
      return Number.isFinite(number) ? number : text;
    }
    case oid.json:
    case oid.jsonb:
      return JSON.parse(text);
  }
  const entry = arrays[type];
  return entry === undefined ? text : entries(parseArray(text), entry);
}

type Texts = readonly (string | null | Texts)[];
/** pg's parser of text[] reads the form that all arrays have. */
const parseArray: (text: string) => Texts = types.getTypeParser(1009 as never);

function entries(texts: Texts, type: number): Cell[] {
  return texts.map((text) => {
    if (text === null) return null;
    return typeof text === "string" ? cell(type, text) : entries(text, type);
  });
}
