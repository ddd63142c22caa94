import type { Config } from "../config/config.js";
import { fingerprint } from "../files/fingerprint.js";
import type { SideFile, SourceFile } from "../sources/source-file.js";
import { version } from "../version.js";

/**
 * The name of a reading: SHA-256 of the file's content and of everything that decides what its rows become: code, how
 * files are read, columns, rules for single rows, currency with the content of its rates, time zone. Not the window
 * (since, until, asOf), which is applied to readings, nor maxDate, which the reading's record answers for.
 */
export function readingKey(
  { sha256, format }: Pick<SourceFile, "sha256" | "format">,
  config: Config,
  rates: readonly SideFile[],
): string {
  return fingerprint({
    version,
    sha256,
    format,
    reading: rowSettings(config),
    rates: rates.map((file) => file.sha256),
  });
}

/** The settings that decide what one row of a file becomes. */
export function rowSettings({ source, columns, ingest, currency, timeZone }: Config): object {
  const { paths: _paths, connection: _connection, ...reading } = source;
  const { ratesFile: _ratesFile, ...rates } = currency;
  const { dateFormat, sourceTimeZone, decimalSeparator, refunds, cancelPrefix, zeroAmounts } = ingest;
  const { maxAmount, minDate, nullTokens, placeholderIds, foldIds, continuationRows, exclude } = ingest;
  const { amountFactor } = ingest;
  return {
    source: reading,
    columns,
    currency: rates,
    timeZone,
    ingest: {
      ...{ dateFormat, sourceTimeZone, decimalSeparator, refunds, cancelPrefix, zeroAmounts },
      ...{ maxAmount, minDate, nullTokens, placeholderIds, foldIds, continuationRows, exclude, amountFactor },
      // what is hashed of a row so that it can be distinguished from others
      hashed: columns.order !== undefined && ingest.duplicateOrders !== "keep",
    },
  };
}
