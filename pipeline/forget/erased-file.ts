import type { Engine } from "../engines/engine.js";
import type { Found, Person } from "./person.js";
import type { RejectedLines } from "./rejected-lines.js";

/** What files are erased and searched with. */
export interface Eraser {
  readonly person: Person;
  /** An embedded engine of its own. */
  readonly engine: Engine;
  /** A folder for what is in between; empty and removed at the end. */
  readonly work: string;
  /** Whose the lines are that the place quotes. */
  readonly lines: RejectedLines;
}

/** How one kind of file is rid of a person, and searched for them. */
export interface FileKind {
  /** Rewrites the file, under a temporary name first, where it holds the person. Returns rows or entries taken out. */
  erase(path: string, eraser: Eraser): Promise<number>;
  /** Reads all of the file that can hold a customer, and changes nothing. */
  find(path: string, eraser: Eraser): Promise<Found>;
}
