import type { Dialect } from "./dialect.js";
import { attributeColumn } from "./parse-rows.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** What the models with covariates read of a customer besides x, t_x, t_cal. */
export interface AttributeColumns {
  /** attributes with few values, as they are */
  readonly categorical: readonly string[];
  /** attributes that hold numbers; what is no number is NULL */
  readonly continuous: readonly string[];
}

/**
 * histories by attribute: the distinct (x, t_x, t_cal, attributes) with their number of customers n, in one fixed order.
 * NULL is a value of its own and comes first. With continuous attributes there is about one row a customer.
 */
export function covariateHistories(dialect: Dialect, customers: Sql, attributes: AttributeColumns): Sql {
  const values = [
    ...attributes.categorical.map((name) => ({ name, value: id(attributeColumn(name)) })),
    ...attributes.continuous.map((name) => ({ name, value: numberOf(dialect, name) })),
  ];
  const columns = values.map(({ name }) => id(attributeColumn(name)));
  const read = values.map(({ name, value }) => sql`${value} as ${id(attributeColumn(name))}`);
  const keys = [raw("x"), raw("t_x"), raw("t_cal"), ...columns];
  return sql`select ${list([...keys, raw("count(*) as n")])} from (
  select ${list([raw("x"), raw("t_x"), raw("t_cal"), ...read])} from ${customers}
) c group by ${list(keys)} order by ${list([raw("x"), raw("t_x"), raw("t_cal"), ...columns.map(nullsFirst)])}`;
}

/**
 * The same customer by customer, for scores that join back by customer_id: customer_id, x, t_x, t_cal, attributes,
 * in the order of the histories, equal customers by their id.
 */
export function covariateCustomers(dialect: Dialect, customers: Sql, attributes: AttributeColumns): Sql {
  const names = [...attributes.categorical, ...attributes.continuous];
  const read = [
    ...attributes.categorical.map((name) => id(attributeColumn(name))),
    ...attributes.continuous.map((name) => sql`${numberOf(dialect, name)} as ${id(attributeColumn(name))}`),
  ];
  const columns = names.map((name) => id(attributeColumn(name)));
  return sql`select * from (
  select ${list([raw("customer_id"), raw("x"), raw("t_x"), raw("t_cal"), ...read])} from ${customers}
) c order by ${list([raw("x"), raw("t_x"), raw("t_cal"), ...columns.map(nullsFirst), raw("customer_id")])}`;
}

/** The values of a categorical attribute with their number of customers, most frequent first: what a design is made of. */
export function attributeLevels(customers: Sql, attribute: string): Sql {
  const column = id(attributeColumn(attribute));
  return sql`select ${column} as level, count(*) as n from ${customers} group by ${column} order by n desc, ${nullsFirst(raw("level"))}`;
}

/** How many customers have a value for a continuous attribute, and for how many of them it is no number. */
export function numbersOfAttribute(dialect: Dialect, customers: Sql, attribute: string): Sql {
  const column = id(attributeColumn(attribute));
  const number = numberOf(dialect, attribute);
  return sql`select count(*) as customers, count(${column}) as given, count(${number}) as numbers, min(${number}) as least, max(${number}) as most from ${customers}`;
}

/** An attribute, which is text, as a double; four decimals, so that it is the same on any engine. */
function numberOf(dialect: Dialect, attribute: string): Sql {
  const number = dialect.parseDecimal(id(attributeColumn(attribute)), "text", ".", 4);
  return sql`cast(${number} as double precision)`;
}

/** Engines disagree on where NULL goes. */
function nullsFirst(column: Sql): Sql {
  return sql`${column} nulls first`;
}
