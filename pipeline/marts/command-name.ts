/**
 * The command that prints a mart.
 * @example commandName("clv_new_customers") // "new-customers"
 */
export function commandName(mart: string): string {
  return mart.replace(/^clv_/, "").replaceAll("_", "-");
}
