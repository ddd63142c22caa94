import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Suites that take long, in the order in which they start: in pairs, one that waits beside one that computes. */
const order = [
  ...["airflow", "three-engines", "statements-spark", "postgres-swap", "spark-engine", "postgres-sink"],
  ...["spark-sink", "spark-cluster", "postgres-errors"],
].map((name) => `${name}.test.ts`);

/** Starts the suites that take longest first, so that none of them is left alone at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const at = order.indexOf(basename(moduleId));
      return at < 0 ? order.length : at;
    };
    return files.toSorted((a, b) => place(a) - place(b) || a.moduleId.localeCompare(b.moduleId));
  }
}
