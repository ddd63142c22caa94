import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { PostgresAddress } from "./postgres-server.js";

export interface SmallDisk {
  /** An empty folder on it that belongs to the server. */
  readonly space: string;
  /** Also while the server has files there. */
  unmount(): void;
}

/** A disk of 4 MB that the server can write to; null where mounting is not allowed. */
export function smallDisk(server: PostgresAddress): SmallDisk | null {
  const path = join(server.directory, "small-disk");
  const space = join(path, "space");
  const { uid, gid } = statSync(join(server.directory, "data"));
  mkdirSync(path, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=4m,uid=${uid},gid=${gid},mode=700`, "tmpfs", path], {
      stdio: "ignore",
    });
  } catch {
    return null;
  }
  execFileSync("install", ["-d", "-o", String(uid), "-g", String(gid), space]);
  return { space, unmount: () => void execFileSync("umount", ["--lazy", path]) };
}
