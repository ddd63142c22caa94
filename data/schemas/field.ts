import { type DataType, Field } from "apache-arrow";

/** A column that says what it holds; files do not carry this, so that their bytes are those of their rows alone. */
class DescribedField extends Field {
  readonly holds: string;
  readonly unit: string;

  constructor(name: string, type: DataType, nullable: boolean, holds: string, unit: string) {
    super(name, type, nullable);
    this.holds = holds;
    this.unit = unit;
  }
}

/** A column with what it holds and its unit; "" where it has none. */
export function field(name: string, type: DataType, holds: string, unit = "", nullable = true): Field {
  return new DescribedField(name, type, nullable, holds, unit);
}

/** What a column holds, for people: for comments on columns, and for data/README.md. */
export function commentOf(column: Field): string {
  return column instanceof DescribedField ? column.holds : "";
}

/** The unit of a column; "" where it has none. */
export function unitOf(column: Field): string {
  return column instanceof DescribedField ? column.unit : "";
}
