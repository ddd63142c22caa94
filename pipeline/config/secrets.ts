import { ClvError } from "../errors.js";
import { holdsSecret } from "../text/without-secrets.js";
import type { Problems } from "./checks.js";

type Path = readonly string[];

const advice =
  "holds what looks like a password or token (not repeated here); how to connect comes from the environment alone: " +
  "CLV_POSTGRES_URL, PG*, SPARK_REMOTE, or the variable that `connection` names";

/** Keys that hold SQL: a value that a query compares with is no secret. */
const sqlKeys = new Set(["source.query", "source.table"]);

/** The paths of texts in a tree of settings, keys among them, that hold a password or token. */
function secretsIn(tree: unknown, path: Path = []): Path[] {
  if (typeof tree === "string") return holdsSecret(tree, sqlKeys.has(path.join("."))) ? [path] : [];
  if (tree === null || typeof tree !== "object") return [];
  return Object.entries(tree).flatMap(([key, value]) => {
    if (key === "connection") return []; // the name of a variable and nothing else
    return holdsSecret(key) ? [path] : secretsIn(value, [...path, key]);
  });
}

/** A config is kept in every run and shown: what must not be seen cannot be in it. */
export function checkSecrets(config: object, context: Problems): void {
  for (const path of secretsIn(config))
    context.addIssue({ code: "custom", path: [...path], message: advice });
}

/**
 * The same of what the command line says, before anything is made of it.
 * @throws ClvError CONFIG_INVALID
 */
export function refuseSecrets(settings: object): void {
  const found = secretsIn(settings).map((path) => `${path.join(".")} ${advice}.`);
  if (found.length > 0) throw new ClvError("CONFIG_INVALID", found.join("\n"));
}

/** A schema or database whose name is an address, which would be taken for a name. */
export function checkSchemas(
  sinks: readonly { readonly to: string; readonly path: string }[],
  context: Problems,
): void {
  for (const [i, { to, path }] of sinks.entries()) {
    const isAddress =
      to === "postgres" ? /:\/\/|^\/\//.test(path) : to === "spark" && /^(\/\/|sc:\/\/)/.test(path);
    if (isAddress)
      context.addIssue({
        code: "custom",
        path: ["publish", `${i}`],
        message: `names an address where a ${to === "postgres" ? "schema" : "database"} is asked for, such as ${to}:analytics; how to connect comes from the environment (${to === "postgres" ? "CLV_POSTGRES_URL" : "SPARK_REMOTE"}, or the variable that \`connection\` names)`,
      });
  }
}
