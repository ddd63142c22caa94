/** What is wrong with the value of a setting, and what was probably meant. */
export const settings = {
  "settings.noDay": (given: string) => `${given} is no day of the calendar`,
  "settings.day": (meant: readonly string[]) =>
    meant.length === 0
      ? "; write it as yyyy-mm-dd, such as 2024-12-30"
      : `; write it as yyyy-mm-dd: ${meant.join(" or ")}`,
  "settings.share": (given: string, share: string) =>
    `${given} is no number; a share is between 0 and 1: write ${share}`,
  "settings.noNumber": (given: string) => `${given} is no number`,
  "settings.noWhole": (given: string) => `${given} is no whole number`,
  "settings.boolean": (given: string, meant: string) => `${given} is neither true nor false; write ${meant}`,
  "settings.noFlagNumber": "what the flag gives is no number, such as 0.2 or 90",
  "settings.list": (given: string, meant: string | null) =>
    `${given} is no list; write ${meant ?? "one in brackets, with commas between"}`,
  "settings.keys": (given: string) => `${given} is no section of names and values; write { name: value, … }`,
  "settings.size": (given: string) => `${given} lacks its unit; write a size such as 1GB or 800MB`,
  "settings.empty": "is empty",
  "settings.least": (given: string, least: string, inclusive: boolean) =>
    `${given} is too small; it must be ${inclusive ? "at least" : "more than"} ${least}`,
  "settings.most": (given: string, most: string, inclusive: boolean) =>
    `${given} is too large; it can be ${inclusive ? "at most" : "less than"} ${most}`,
  "settings.noZone": (given: string) => `${given} is no time zone; `,
  "settings.zone": (meant: readonly string[]) =>
    meant.length === 0 ? "give a name such as Europe/Berlin or UTC" : `did you mean ${meant.join(" or ")}?`,
  "settings.dateFormat": (given: string, meant: string | null) =>
    `${given} is neither iso, yyyymmdd, epoch, epoch-ms, epoch-us, epoch-ns, excel nor a pattern with %Y, %m, %d and the like${meant === null ? "" : `; did you mean "${meant}"?`}`,
};
