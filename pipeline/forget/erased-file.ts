import type { Engine } from "../engines/engine.js";
import type { Person } from "./person.js";

/** What files are erased and searched with. */
export interface Eraser {
  readonly person: Person;
  /** An embedded engine of its own. */
  readonly engine: Engine;
  /** A folder for what is in between; empty and removed at the end. */
  readonly work: string;
  /** Columns that hold attributes of customers, in small letters: a value equal to an id is no trace of its owner. */
  readonly attributes: ReadonlySet<string>;
}

/** How one kind of file is rid of a person, and searched for them afterwards. */
export interface FileKind {
  /** Rewrites the file, under a temporary name first, where it holds the person. Returns rows or entries taken out. */
  erase(path: string, eraser: Eraser): Promise<number>;
  /** Reads all of the file that can hold a customer; returns how often the person is in it. */
  traces(path: string, eraser: Eraser): Promise<number>;
}
