import type { MadeTable, MartsFile } from "../artifacts/marts-file.js";
import { ClvError } from "../errors.js";
import { identityFigures } from "../marts/identity-figures.js";
import type { Identity, Mart, MartInputs, SharedTable } from "../marts/mart.js";
import { martSettings } from "../marts/mart-settings.js";
import { marts } from "../marts/marts.js";
import { type MartArtifacts, martReads } from "../marts/services.js";
import { id, list, sql } from "../sql/sql.js";
import type { Stage, StageContext } from "../stage.js";
import { message } from "../text/messages/message.js";
import { say } from "../text/messages/say.js";
import { dropCosts } from "./derive/costs/load-costs.js";
import { customersOfMarts, dropCustomersOfMarts } from "./derive/customers-of-marts.js";
import { type DeriveServices, deriveServices } from "./derive/derive-services.js";
import { factsOfRun } from "./derive/facts-of-run.js";
import { dropShared, makeShared } from "./derive/shared-tables.js";

/** The marts, each from the tables of the run and of those before it; `marts` says which there are. */
export const derive: Stage<keyof MartArtifacts, "marts"> = {
  name: "derive",
  reads: martReads,
  writes: ["marts"],
  settings: martSettings,
  isIntact: async ({ marts: file }, { engine }) =>
    (
      await Promise.all(
        file.marts
          .flatMap(({ tables }) => tables)
          .map(async (made) => (await engine.fingerprint({ name: made.table }))?.sha256 === made.sha256),
      )
    ).every(Boolean),
  async run(artifacts, context) {
    const { engine, config, log } = context;
    const { table: customers, rated } = await customersOfMarts(context);
    const facts = await factsOfRun(artifacts, customers, context).catch(async (cause: unknown) => {
      await dropCosts(context);
      await dropCustomersOfMarts(context);
      throw cause;
    });
    const inputs: MartInputs = {
      ...{ dialect: engine.dialect, facts, config, rated },
      table: (name) => engine.dialect.table(name === "customers" ? customers : name),
    };
    const made: MartsFile["marts"][number][] = [];
    const has = (name: string): boolean =>
      made.some(({ tables }) => tables.some(({ table }) => table === name));
    const services = deriveServices(inputs, artifacts, has, context);
    const shared = new Set<SharedTable>();
    try {
      for (const mart of marts) {
        const lacks = config.marts === "none" ? message("marts.off") : mart.needs(facts);
        if (lacks !== null) log(`${mart.name} is not made: ${lacks.code}`);
        const tables = lacks === null ? await makeMart(mart, shared, services) : [];
        made.push({ name: mart.name, lacks, tables });
      }
    } finally {
      await services.close();
      await dropShared(context);
      await dropCosts(context);
      await dropCustomersOfMarts(context);
    }
    return { marts: { format: 1, facts, marts: made } };
  },
};

async function makeMart(
  mart: Mart,
  shared: Set<SharedTable>,
  services: DeriveServices,
): Promise<MadeTable[]> {
  const { inputs, context } = services;
  const { engine, signal } = context;
  for (const table of (mart.uses ?? []).filter((name) => !shared.has(name))) {
    await makeShared(table, services);
    shared.add(table);
  }
  await mart.prepare?.(services);
  const made: MadeTable[] = [];
  for (const { name, grain, select } of mart.tables) {
    const order = list(grain.map((key) => sql`${id(key)} nulls last`));
    const rows = await engine.materialize(
      { name },
      sql`select * from (${select(inputs)}) m order by ${order}`,
      signal,
    );
    made.push({ table: name, rows, ...(await engine.fingerprint({ name }))! });
  }
  for (const identity of mart.identities) await checkIdentity(mart, identity, inputs, context);
  return made;
}

/** @throws ClvError MART_UNBALANCED where two figures that must be the same are not */
async function checkIdentity(
  mart: Mart,
  identity: Identity,
  inputs: MartInputs,
  { engine, signal }: StageContext,
): Promise<void> {
  for (const row of await engine.rows(identityFigures(identity, inputs), signal)) {
    const [found, expected] = [Number(row.found ?? 0), Number(row.expected ?? 0)];
    if (!(Math.abs(found - expected) <= 1e-9 * Math.max(1, Math.abs(expected))))
      throw new ClvError(
        "MART_UNBALANCED",
        say("marts.unbalanced", mart.name, identity.says, found, expected),
      );
  }
}
