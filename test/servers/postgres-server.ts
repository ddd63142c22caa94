import { type SpawnOptions, spawn } from "node:child_process";
import { chmodSync, chownSync, closeSync, existsSync, openSync, readdirSync, readFileSync } from "node:fs";
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What another process needs to know of a PostgreSQL server on loopback: plain data. */
export interface PostgresAddress {
  readonly port: number;
  readonly superuser: { readonly user: string; readonly password: string };
  /** The self-signed certificate of the server, made out to localhost and 127.0.0.1. */
  readonly certificate: string;
  /** Holds the cluster (`data`), its log (`log`) and nothing else; readable by everyone but for `data`. */
  readonly directory: string;
}

/** A database of a server. */
export interface PostgresDatabase extends PostgresAddress {
  readonly database: string;
  /** The PG* variables of the superuser. */
  readonly env: Record<string, string>;
  url(user?: string, password?: string): string;
}

/** A server of its own, with an empty database, for the process that started it. */
export interface PostgresServer extends PostgresDatabase {
  /** `immediate` is a crash: the server recovers when it comes back. */
  halt(how?: "fast" | "immediate"): Promise<void>;
  resume(): Promise<void>;
  restart(how?: "fast" | "immediate"): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Whether commits reach the disk: for figures, not needed for tests. */
  readonly durable?: boolean;
  /** Lines for postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The folder of initdb and pg_ctl, or null where PostgreSQL is not installed. */
export function postgresBinaries(): string | null {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((v) => join(debian, v, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb"))) ?? null;
}

/**
 * Makes a cluster in a folder for temporary files and starts it: passwords by SCRAM over TCP, TLS offered. It ends with
 * this process, however that ends: a guard in a group of its own waits for the end of its input, then stops the server
 * and removes the folder. PostgreSQL refuses to run as root, so root starts it as the user `postgres`.
 */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const binaries = postgresBinaries();
  if (binaries === null) throw new Error("PostgreSQL is not installed: apt-get install postgresql");
  const owner = await serverUser();
  const directory = await mkdtemp(join(tmpdir(), "clv-postgres-"));
  await chmod(directory, 0o755);
  const data = join(directory, "data");
  const log = join(directory, "log");
  const superuser = { user: "chief", password: "pw-of-the-chief-81f3" };
  const passwordFile = join(directory, "password");
  await mkdir(data);
  await writeFile(passwordFile, superuser.password);
  await writeFile(log, "");
  for (const path of [directory, data, log, passwordFile]) chownSync(path, owner.uid, owner.gid);

  const as: SpawnOptions = { cwd: directory, uid: owner.uid, gid: owner.gid };
  const tool = (name: string, ...args: string[]) => run(join(binaries, name), args, as);
  const control = (...args: string[]) => tool("pg_ctl", "-D", data, "-w", "-s", ...args);

  const login = ["-U", superuser.user, "--pwfile", passwordFile, "--auth", "scram-sha-256"];
  await tool("initdb", "-D", data, "-E", "UTF8", "--locale", "C.UTF-8", "-N", ...login);
  await rm(passwordFile);
  await certify(data, as);
  const port = await freePort();
  await appendFile(join(data, "postgresql.conf"), configuration(port, options));
  const certificate = join(directory, "server.crt");
  await writeFile(certificate, readFileSync(join(data, "server.crt")));
  chmodSync(certificate, 0o644);

  const guard = spawn(
    "sh",
    ["-c", 'trap "" INT TERM HUP; cat >/dev/null; "$1" -D "$2" -s -m immediate stop; rm -rf "$3"'].concat([
      "guard",
      join(binaries, "pg_ctl"),
      data,
      directory,
    ]),
    { ...as, cwd: "/", detached: true, stdio: ["pipe", "ignore", "ignore"] },
  );
  guard.unref();
  const start = () => startServer(join(binaries, "postgres"), data, log, as);
  const halt = (how = "fast") => control("-m", how, "stop");
  await start();

  return {
    ...databaseAt({ port, superuser, directory, certificate }, "postgres"),
    halt,
    resume: start,
    async restart(how) {
      await halt(how);
      await start();
    },
    async stop() {
      const ended = new Promise((resolve) => guard.once("exit", resolve));
      guard.ref();
      guard.stdin?.end();
      await ended;
    },
  };
}

/** As a child of this process, not as the daemon of pg_ctl, so that its CPU seconds count among ours. */
async function startServer(postgres: string, data: string, log: string, as: SpawnOptions): Promise<void> {
  const out = openSync(log, "a");
  const child = spawn(postgres, ["-D", data], { ...as, detached: true, stdio: ["ignore", out, out] });
  closeSync(out);
  child.unref();
  const ready = async (): Promise<boolean> => {
    const state = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => "");
    const lines = state.split("\n");
    return lines[0] === String(child.pid) && lines[7]?.trim() === "ready";
  };
  while (!(await ready())) {
    if (child.exitCode !== null)
      throw new Error(`PostgreSQL ended with ${child.exitCode}: ${readFileSync(log, "utf8").slice(-3000)}`);
    await sleep(20);
  }
}

export function databaseAt(address: PostgresAddress, database: string): PostgresDatabase {
  const { port, superuser } = address;
  return {
    ...address,
    database,
    env: {
      PGHOST: "127.0.0.1",
      PGPORT: String(port),
      PGUSER: superuser.user,
      PGPASSWORD: superuser.password,
      PGDATABASE: database,
    },
    url: (user = superuser.user, password = superuser.password) =>
      `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`,
  };
}

function configuration(port: number, { durable = false, settings = {} }: PostgresServerOptions): string {
  const all: Record<string, string> = {
    port: String(port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    ssl: "on",
    max_connections: "100",
    shared_buffers: "256MB",
    max_wal_size: "4GB",
    ...(durable ? {} : { fsync: "off", full_page_writes: "off" }),
    ...settings,
  };
  return Object.entries(all)
    .map(([name, value]) => `\n${name} = '${value.replaceAll("'", "''")}'`)
    .join("");
}

async function certify(data: string, as: SpawnOptions): Promise<void> {
  const files = ["-keyout", join(data, "server.key"), "-out", join(data, "server.crt")];
  const names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "30", "-nodes"];
  await run("openssl", ["req", "-x509", ...kind, ...files, ...names], as);
  chmodSync(join(data, "server.key"), 0o600);
}

/** Whom the server runs as: this user, but not root. */
async function serverUser(): Promise<{ uid: number; gid: number }> {
  const uid = process.getuid?.() ?? 0;
  if (uid !== 0) return { uid, gid: process.getgid?.() ?? uid };
  const entry = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === "postgres");
  if (!entry) throw new Error("root cannot run PostgreSQL, and there is no user named postgres");
  return { uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** @throws Error with what the command printed, when it fails */
function run(command: string, args: readonly string[], options: SpawnOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const keep = (chunk: Buffer) => {
      printed += chunk;
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", reject);
    // not "close": a server that was started keeps the pipes open
    child.on("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}: ${printed}`));
    });
  });
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
