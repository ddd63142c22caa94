/**
 * Work that a thread can do: a pure function of an input that all items of a run share and of one item. All three are
 * plain data (what structuredClone takes); columns over SharedArrayBuffers are shared, everything else is copied.
 */
export type Task<Input, Item, Result> = (input: Input, item: Item) => Result;

/** Tasks by name. */
// biome-ignore lint/suspicious/noExplicitAny: a list of tasks of any kind; run() gives each its own types
export type Tasks = Readonly<Record<string, Task<any, any, unknown>>>;

/** Main thread to worker: one item to do. `input` is absent when it is the one sent last. */
export interface Order {
  readonly task: string;
  readonly item: unknown;
  readonly input?: { readonly value: unknown };
}

/** Worker to main thread. */
export type Reply = { readonly result: unknown } | { readonly failure: Failure };

/** An error as it crosses threads: what structuredClone would lose is kept apart. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** of a ClvError */
  readonly code?: string;
}
