import { randomUUID } from "node:crypto";

/**
 * A name that nobody else has: for sessions, operations and tables that must not collide. The one use of chance that no
 * seed decides, since no result depends on it.
 */
export function uniqueId(): string {
  return randomUUID();
}
