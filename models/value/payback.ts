/** A business by constants: customers pay in advance, month by month, until they leave. */
export interface UnitConstants {
  /** Revenue of a customer in a month. */
  readonly arpu: number;
  /** Contribution margin as a share of it. */
  readonly margin: number;
  /** Share of customers that leave in a month. */
  readonly churn: number;
  /** What a new customer costs. */
  readonly cac: number;
}

/** What follows from them; null where it is not defined. */
export interface UnitEconomics {
  /** cac / (arpu × margin), as if nobody left. */
  readonly paybackMonthsSimple: number | null;
  /** The first month after which the margin of those who stay has paid cac back; null for never, and where a figure is not known. */
  readonly paybackMonths: number | null;
  /** What the margin of a customer adds up to: arpu × margin / churn. */
  readonly marginForEver: number | null;
  /** arpu / churn: revenue, not margin. */
  readonly ltvArpuChurn: number | null;
  readonly ltvArpuMarginChurn: number | null;
  /** marginForEver / cac */
  readonly ltvCac: number | null;
}

/**
 * Unit economics by the formulas in use. Payback is the first k with Σ_{j<k} arpu·margin·(1 − churn)^j ≥ cac: never where the sum only
 * tends to cac.
 * @example unitEconomics({ arpu: 25, margin: 0.8, churn: 0.05, cac: 100 }).paybackMonths // 6
 * @example unitEconomics({ arpu: 25, margin: 0.8, churn: 0.05, cac: 500 }).paybackMonths // null
 */
export function unitEconomics({ arpu, margin, churn, cac }: UnitConstants): UnitEconomics {
  const monthly = arpu * margin;
  const forEver = churn > 0 ? monthly / churn : null;
  return {
    paybackMonthsSimple: cac <= 0 ? 0 : monthly > 0 ? cac / monthly : null,
    paybackMonths: paybackMonths(monthly, churn, cac),
    marginForEver: forEver,
    ltvArpuChurn: churn > 0 ? arpu / churn : null,
    ltvArpuMarginChurn: forEver,
    ltvCac: forEver === null || cac <= 0 ? null : forEver / cac,
  };
}

/** Figures that differ by less are the same: what is left of decimals in doubles. */
const slack = 1e-12;

function paybackMonths(monthly: number, churn: number, cac: number): number | null {
  if (cac <= 0) return 0;
  if (!(monthly > 0) || !Number.isFinite(cac) || !Number.isFinite(churn)) return null;
  const reached = (k: number): boolean => sumOf(monthly, churn, k) >= cac * (1 - slack);
  const share = (cac / monthly) * churn;
  // whoever loses all customers after a month has their first payment alone
  if (churn >= 1) return reached(1) ? 1 : null;
  if (share >= 1 - slack) return null;
  const near = churn > 0 ? Math.log1p(-share) / Math.log1p(-churn) : cac / monthly;
  const first = Math.max(1, Math.floor(near) - 1);
  const last = Math.ceil(near) + 1;
  for (let k = first; k < last; k++) if (reached(k)) return k;
  return last;
}

/** Σ_{j<k} monthly·(1 − churn)^j */
function sumOf(monthly: number, churn: number, k: number): number {
  return churn > 0 ? (monthly * -Math.expm1(k * Math.log1p(-churn))) / churn : monthly * k;
}
