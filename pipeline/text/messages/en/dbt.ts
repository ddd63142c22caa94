/** What files for dbt and BI tools say beside the meaning of columns. */
export const dbt = {
  "dbt.source": "Customer lifetime value: scores of every customer, and tables to decide with",
  "dbt.exposure": (command: string) => `\`clv ${command}\` prints the answer of the latest run`,
  "dbt.metric.sum": (about: string) => `Sum of all rows of the run that was published last: ${about}`,
  "dbt.metric.average": (about: string) => `Mean of all customers: ${about}`,
  "dbt.metric.customers": "Customers in the table",
};
