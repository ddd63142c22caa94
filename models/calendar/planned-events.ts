/** A kind of event and its days, which are plans: those to come are as well known as those that have passed. */
export interface PlannedEvent {
  readonly name: string;
  /** day numbers, each once, rising */
  readonly days: readonly number[];
  /** Days without trade. */
  readonly closed: boolean;
}

/**
 * The events that a log can tell something of: those with a day after its first one and up to its last. Days without trade count even
 * where all are still to come. On a closed day nothing else has an effect.
 */
export function eventsOfLog(
  events: readonly PlannedEvent[],
  { firstDay, asOf }: { readonly firstDay: number; readonly asOf: number },
): PlannedEvent[] {
  const closed = new Set(events.filter((e) => e.closed).flatMap(({ days }) => days));
  return events
    .map((e) => (e.closed ? e : { ...e, days: e.days.filter((day) => !closed.has(day)) }))
    .filter((e) => e.closed || e.days.some((day) => day > firstDay && day <= asOf));
}
