import { type NamedRole, nameScore } from "./column-names.js";
import type { Profile } from "./profile.js";

/** A column with a role and why it has it. */
export interface Role {
  readonly column: Profile;
  readonly evidence: string;
}

/** Weakest name that is believed. */
export const believed = 5;

/** What its name says, from 0; a made-up name says nothing. */
export const score = (role: NamedRole, p: Profile): number => (p.named ? nameScore(role, p.name) : 0);

/** The column with the best score that is above 0, the first one of equals. */
export function best(columns: readonly Profile[], by: (p: Profile) => number): Profile | null {
  let found: Profile | null = null;
  let top = 0;
  for (const column of columns) {
    const value = by(column);
    if (value > top + 1e-9) {
      top = value;
      found = column;
    }
  }
  return found;
}
