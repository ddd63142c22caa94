/** Two runs side by side. */
export const compare = {
  "compare.title": (before: string, after: string) => `Run ${before} and run ${after}`,
  "compare.before": "before",
  "compare.after": "after",
  "compare.settings": "Settings that differ",
  "compare.files": "Files of the log that differ",
  "compare.same": "none",
  "compare.data": "Data",
  "compare.model": "Model that scored",
  "compare.totals": "Predictions",
};
