/** What cohorts did. */
export const cohorts = {
  "cohorts.question": "What did the customers of each month do, month by month?",
  "cohorts.month": "month",
  "cohorts.age": "age",
  "cohorts.customers": "customers",
};
