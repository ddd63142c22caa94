import { attributeColumn } from "../../sql/parse-rows.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartFacts } from "../facts.js";

/** The rows of all customers, or those of an attribute with a row a value. */
export interface Block {
  /** Its name as a text; NULL for all customers. */
  readonly attribute: Sql;
  /** The source that a row of customers, or of their cohorts, belongs to. */
  readonly source: Sql;
  /** Whether a row of a published table, by its attribute, is of this block. */
  isOf(attribute: Sql): Sql;
  /** The table of the bounds of its cohorts. */
  readonly bounds: string;
  /** The same by month to come. */
  readonly monthBounds: string;
}

/** All customers first, then each attribute. */
export function blocks({ attributes }: Pick<MartFacts, "attributes">): Block[] {
  const everyone: Block = {
    ...{ attribute: raw("cast(NULL as varchar)"), source: raw("cast(NULL as varchar)") },
    ...{ isOf: (attribute) => sql`${attribute} is null`, ...boundsOf(0) },
  };
  const own = attributes.map(
    (name, i): Block => ({
      attribute: sql`cast(${name} as varchar)`,
      source: id(attributeColumn(name)),
      isOf: (attribute) => sql`${attribute} = ${name}`,
      ...boundsOf(i + 1),
    }),
  );
  return [everyone, ...own];
}

function boundsOf(i: number): Pick<Block, "bounds" | "monthBounds"> {
  return { bounds: `mart_cohort_bounds_${i}`, monthBounds: `mart_cohort_month_bounds_${i}` };
}

/** The rows of every block below one another. */
export function ofBlocks(facts: Pick<MartFacts, "attributes">, rows: (block: Block) => Sql): Sql {
  return list(blocks(facts).map(rows), "\nunion all\n");
}

/** What cohorts of a block are joined by: never null. */
export function cohortKey(source: Sql, acquisitionMonth: Sql): Sql {
  return sql`cast(${acquisitionMonth} as varchar) || coalesce('=' || ${source}, '')`;
}

/** The attributes as columns of customers. */
export function attributeColumns({ attributes }: Pick<MartFacts, "attributes">): Sql[] {
  return attributes.map((name) => id(attributeColumn(name)));
}
