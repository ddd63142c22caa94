import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { near } from "../../models/near.js";
import { clv, scratch } from "./clv-process.js";
import { query } from "./read-back.js";
import { day, type Line, ordinary, shop, writeLog } from "./shop-log.js";

const folder = await scratch();
const lines = shop(600, ordinary);
const here = (...args: string[]) => clv(args, { cwd: folder });
const run = async (log: readonly Line[], ...flags: string[]) => {
  await writeLog(join(folder, "shop.csv"), log);
  return here("run", "--config", "clv.yaml", ...flags);
};
const settings = `source: { paths: [shop.csv] }
columns: { customer: customer_id, date: order_date, amount: amount }
engine: { threads: 1 }
uncertainty: { intervals: false }
retrain: { when: always }
quality: { lostIds: { stop: 0 }, historyLoss: { stop: 0 }, volumeDrop: { stop: 0 } }
monitoring: { scoreboard: { stop: 0 }, scores: { stop: 0 } }
publish: ["csv:out"]
`;

describe("champion and challenger on the command line", () => {
  let first: string;
  let refused: string;
  beforeAll(async () => {
    await writeFile(join(folder, "clv.yaml"), settings);
    const done = await run(
      lines.filter((l) => l[1] <= day(300)),
      "--json",
    );
    expect(done.code, done.err).toBe(0);
    first = JSON.parse(done.out).modelVersion;
  }, 60_000);

  test("a refused model: the summary shows the gates, scores are the champion's, the exit code is 5", async () => {
    const few = lines.filter((l) => l[1] <= day(310) && (/^c\d$/.test(l[0]) || l[1] === day(310)));
    const { code, out, err } = await run(few);
    expect(code, err).toBe(5);
    refused = /^GATE_REFUSED: the new model (\S+) does not pass, so (\S+) stays champion/m.exec(err)![1]!;
    expect(err).toContain(`so ${first} stays champion and scored this run`);
    expect(err).toMatch(/^ {2}identified +REFUSED +purchases weak/m);
    expect(err).toContain(`clv promote ${refused}`);
    expect(out.replace(/\s+/g, " ")).toContain(`Champion ${first} stays; ${refused} is refused`);
    expect(out).toMatch(/^ {2}csv +\S+out/m);
  }, 60_000);

  test("explain says how the champion made the scores, not the refused model", async () => {
    const [score] = await query(
      `select * from '${join(folder, "out/clv_scores.csv")}' where customer_id = 'c1'`,
    );
    expect(score!.model_version).toBe(first);
    const { code, out, err } = await here("explain", "c1", "--json");
    expect(code, err).toBe(0);
    const { steps } = JSON.parse(out);
    const value = (name: string): number => steps.find((s: { name: string }) => s.name === name).value;
    near(value("P(alive)"), Number(score!.p_alive), 1e-9, "P(alive)");
    near(value("E[Y(365)]"), Number(score!.expected_purchases_365d), 1e-9, "E[Y(365)]");
    near(value("expected spend"), Number(score!.expected_spend), 1e-9, "expected spend");
    near(value("CLV 365 days"), Number(score!.clv_365d), 1e-9, "CLV");
  });

  test("stage by stage the code comes with the last stage, once the champion's scores are out", async () => {
    const stage = (name: string) => here(name, "--config", "clv.yaml", "--resume");
    const gate = await stage("gate");
    expect([gate.code, gate.out]).toEqual([
      0,
      expect.stringMatching(new RegExp(`${refused.replace("+", "\\+")}\\s+is refused`)),
    ]);
    expect((await stage("score")).code).toBe(0);
    const publish = await stage("publish");
    expect([publish.code, publish.err]).toEqual([5, expect.stringContaining("GATE_REFUSED")]);
  }, 60_000);

  test("status shows the champion and what happened", async () => {
    const { code, out } = await here("status");
    expect(code).toBe(0);
    const said = out.replace(/\s+/g, " ");
    expect(said).toMatch(
      new RegExp(
        `^champion ${first.replaceAll("+", "\\+")} fitted as of ${day(300)}, validated as of ${day(310)} configuration \\w{12} `,
      ),
    );
    expect(said).toContain(` first ${first} the first model `);
    expect(said).toContain(` refused ${refused} identified: purchases: weak`);
    expect(said).toContain(`${refused} was refused, so ${first} stays champion. Next: `);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    const { champions } = JSON.parse((await here("status", "--json")).out);
    expect(champions).toMatchObject([
      { champion: first, lineage: [{ event: "first" }, { event: "refused" }] },
    ]);
  }, 60_000);

  test("promote puts the refused model in its place, rollback takes it back, each with --json", async () => {
    const promoted = await here("promote", refused.slice(-12), "--json");
    expect(promoted.code, promoted.err).toBe(0);
    expect(JSON.parse(promoted.out)).toMatchObject({
      ...{ from: first, to: refused, event: "promoted" },
      refused: expect.arrayContaining(["identified"]),
    });
    // another champion to start from is another run; what it scores in spite of the gates it says
    const scored = await here("score", "--config", "clv.yaml", "--retrain.when", "never", "--json");
    expect(JSON.parse(scored.out).modelVersion).toBe(refused);
    expect(JSON.parse(scored.out).gate.overridden).toContain("identified");
    expect(scored.err).toContain(`warning: ${refused} scores though it does not pass: identified`);
    const back = await here("rollback");
    expect([back.code, back.out.split("\n")[0]]).toEqual([
      0,
      `rolled back: ${first} (fitted as of ${day(300)}) is champion, in place of ${refused}.`,
    ]);
    const again = await here("rollback");
    expect([again.code, again.err]).toEqual([
      2,
      `MODEL_NOT_FOUND: ${first} is the first model of its configuration: there is none to go back to.\n`,
    ]);
    expect((await here("promote", "nothing")).err).toContain(
      "MODEL_NOT_FOUND: no model nothing in the registry",
    );
  }, 60_000);

  test("data that stop the run: exit code 3, and the outputs stay", async () => {
    const twice = lines.filter((l) => l[1] <= day(320)).flatMap((l) => (l[1] > day(250) ? [l, l] : [l]));
    const { code, err } = await run(twice);
    expect(code).toBe(3);
    expect(err).toMatch(
      /^DATA_QUALITY: one check of the data stops the run:\n +check +found +from\n +STOP +quality\.repeatedRows/m,
    );
  }, 60_000);
});
