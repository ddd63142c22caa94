/** Regular expressions of the texts that are read as a number. */
export interface NumberForms {
  /** an accounting minus as in (12.00) or 12.00-; the number is in one of two groups */
  readonly accounting: string;
  /** what may stand around a number: blanks, currency signs and codes; the sign in front of blanks is a group, and stays */
  readonly surroundings: string;
  /** digits with at most one decimal separator */
  readonly plain: string;
  /** well-formed groups of thousands */
  readonly grouped: string;
  readonly groupMark: string;
}

/**
 * @param blank what counts as a blank, also the no-break ones, as an engine writes it inside a bracket
 */
export function numberForms(blank: string, decimalSeparator: "." | ","): NumberForms {
  const groupMark = decimalSeparator === "." ? `[,${blank}'’]` : `[.${blank}'’]`;
  const mark = decimalSeparator === "." ? "\\." : ",";
  return {
    accounting: "^\\((.*)\\)$|^(.*[0-9])-$",
    surroundings: `^([+-])[${blank}]+|^[${blank}]+|[${blank}]+$|[${blank}]*(?:[€$£¥]|^[A-Z]{3}|[A-Z]{3}$)[${blank}]*`,
    plain: `^[+-]?([0-9]+${mark}?[0-9]*|${mark}[0-9]+)$`,
    grouped: `^[+-]?[0-9]{1,3}(${groupMark}[0-9]{3})+(${mark}[0-9]*)?$`,
    groupMark,
  };
}

/** A number as machines write it, perhaps with an exponent and with _ between digits. */
export const machineNumber =
  "^[ \\t\\n\\r\\f]*[+-]?([0-9]+(_[0-9]+)*(\\.([0-9]+(_[0-9]+)*)?)?|\\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \\t\\n\\r\\f]*$";
