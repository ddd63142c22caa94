/** What columns.amount says where quantity and unitPrice make the amount; their columns are mapped beside it. */
export const timesPrice = "quantity * unitPrice";
