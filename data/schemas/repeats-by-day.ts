import { DateDay, Decimal, Int64, Schema } from "apache-arrow";
import { field } from "./field.js";

/** repeats_by_day: repeat purchases of all customers by day, ordered by day; what the calendar of a purchase model is estimated from. */
export const repeatsByDaySchema = new Schema([
  field("day", new DateDay(), "calendar day in the configured time zone"),
  field(
    "n",
    new Int64(),
    "repeat purchases of the day, as x counts them; their sum is that of x",
    "purchases",
  ),
  field(
    "v",
    new Decimal(4, 38, 128),
    "what they were worth as they were booked, refunds left out; null without amounts",
    "base currency",
  ),
]);
