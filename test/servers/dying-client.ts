import { AsyncLocalStorage } from "node:async_hooks";
import { Client } from "pg";

/** When a program dies: at a statement, counted from 1, before it is sent or as soon as it is sent. */
export interface Death {
  readonly killAt: number;
  readonly when: "before" | "after";
}

interface Life extends Death {
  readonly clients: Set<Client>;
  statements: number;
  dead: boolean;
  die(): void;
}

const lives = new AsyncLocalStorage<Life>();
const never = new Promise<never>(() => undefined);

/** What a call gives that nobody hears of any more: a copy that goes nowhere, or no answer. */
const unheard = ([what]: readonly unknown[]): unknown =>
  typeof what === "object" && what !== null && "submit" in what ? what : never;

/**
 * Work with PostgreSQL that dies on the way, as a server sees it: its connections are cut, and no statement comes after. That takes
 * milliseconds, where a process of its own that is killed takes a second to start.
 * @returns the number of its statements, or null when it died
 */
export function dying(death: Death, work: () => Promise<unknown>): Promise<number | null> {
  return new Promise((ended, failed) => {
    const life: Life = {
      ...death,
      clients: new Set(),
      statements: 0,
      dead: false,
      die() {
        life.dead = true;
        for (const client of life.clients) client.connection.stream.destroy();
        ended(null);
      },
    };
    lives.run(life, () =>
      work().then(
        () => ended(life.statements),
        (error: unknown) => life.dead || failed(error),
      ),
    );
  });
}

type Send = (this: Client, ...args: unknown[]) => unknown;
const { connect, query } = Client.prototype as unknown as { connect: Send; query: Send };

Object.assign(Client.prototype, {
  connect(this: Client, ...args: unknown[]): unknown {
    const life = lives.getStore();
    if (life?.dead) return never;
    life?.clients.add(this);
    return connect.apply(this, args);
  },
  query(this: Client, ...args: unknown[]): unknown {
    const life = lives.getStore();
    if (life === undefined) return query.apply(this, args);
    if (life.dead) return unheard(args);
    life.statements += 1;
    const dies = life.statements === life.killAt;
    if (dies && life.when === "before") life.die();
    if (life.dead) return unheard(args);
    const sent = query.apply(this, args);
    if (dies) life.die();
    return sent;
  },
});
