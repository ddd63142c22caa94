import { attributeNames } from "../../config/questions.js";
import { changingAttributes } from "../../sql/attribute-value.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";

/** From this share of its customers on, an attribute that changes is worth a warning: which value counts decides about segments. */
const manyChange = 0.1;

/** Says of each attribute how many customers have several values of it, and which one counts. */
export async function noteChangingAttributes({
  config,
  engine,
  signal,
  log,
  warn,
}: StageContext): Promise<void> {
  const names = attributeNames(config);
  if (names.length === 0) return;
  const { attributeValue } = config.ingest;
  const [row] = await engine.rows(changingAttributes(engine.dialect.table("transactions"), names), signal);
  for (const [i, name] of names.entries()) {
    const customers = Number(row?.[`customers_${i}`] ?? 0);
    const changing = Number(row?.[`changing_${i}`] ?? 0);
    if (changing === 0) continue;
    const chosen = attributeValue !== "first";
    const text = say("data.changingAttribute", name, changing, customers, attributeValue);
    if (changing < manyChange * customers || chosen) log(text);
    else warn(text);
  }
}
