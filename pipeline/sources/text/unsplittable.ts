/** Why a line could not be split into the expected fields. */
export const unsplittableReasons = [
  "TOO_FEW_FIELDS",
  "TOO_MANY_FIELDS",
  "UNCLOSED_QUOTE",
  "INVALID_ENCODING",
  "NUL_BYTE",
  "LINE_TOO_LONG",
] as const;
export type UnsplittableReason = (typeof unsplittableReasons)[number];

/** One physical line that no record could be made of. */
export interface Unsplittable {
  /** From 1. */
  readonly line: number;
  readonly reason: UnsplittableReason;
  readonly text: string;
}
