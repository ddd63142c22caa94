"""The job of `clv run` with pandas and lifetimes: a CSV of transactions -> RFM -> BG/NBD and Gamma-Gamma -> CLV.

usage: lifetimes_job.py LOG.csv AS_OF HORIZON_DAYS ANNUAL_DISCOUNT_RATE pandas|lifetimes

The last word says who makes the RFM summary: a group-by written for speed in plain pandas, or
summary_data_from_transaction_data, which a user of the package would call. Nothing is written: the scores stay in memory.
"""

import sys
import time

from measured import Steps, peak_mb, quietly

emit = quietly()
steps = Steps()

import pandas as pd  # noqa: E402
from lifetimes import BetaGeoFitter, GammaGammaFitter  # noqa: E402
from lifetimes.utils import summary_data_from_transaction_data  # noqa: E402

from fitting import fit, params  # noqa: E402


def summarise(log, as_of):
    """frequency, recency, T and monetary_value by customer: several rows a day are one purchase, the first is left out."""
    days = log.groupby(["customer_id", "order_date"], sort=True, observed=True)["amount"].sum().reset_index()
    by = days.groupby("customer_id", sort=True, observed=True)
    rfm = by.agg(
        first=("order_date", "first"),
        last=("order_date", "last"),
        count=("order_date", "size"),
        total=("amount", "sum"),
        first_amount=("amount", "first"),
    )
    frequency = rfm["count"] - 1
    return pd.DataFrame(
        {
            "frequency": frequency,
            "recency": (rfm["last"] - rfm["first"]).dt.days,
            "T": (as_of - rfm["first"]).dt.days,
            "monetary_value": ((rfm["total"] - rfm["first_amount"]) / frequency.where(frequency > 0)).fillna(0.0),
        }
    )


path, as_of, horizon, annual_rate, how = sys.argv[1:6]
steps.done("import")

log = pd.read_csv(path, usecols=["customer_id", "order_date", "amount"], parse_dates=["order_date"])
steps.done("read")

if how == "lifetimes":
    rfm = summary_data_from_transaction_data(
        log, "customer_id", "order_date", monetary_value_col="amount", observation_period_end=as_of, freq="D"
    )
else:
    rfm = summarise(log, pd.Timestamp(as_of))
rows = len(log)
del log
steps.done("summarise")

purchase, purchase_fit = fit(BetaGeoFitter, rfm["frequency"], rfm["recency"], rfm["T"])
repeat = rfm[(rfm["frequency"] > 0) & (rfm["monetary_value"] > 0)]
spend, spend_fit = fit(GammaGammaFitter, repeat["frequency"], repeat["monetary_value"])
steps.done("fit")

clv = spend.customer_lifetime_value(
    purchase,
    rfm["frequency"],
    rfm["recency"],
    rfm["T"],
    rfm["monetary_value"],
    time=round(int(horizon) / 30),
    discount_rate=(1 + float(annual_rate)) ** (30 / 365) - 1,
    freq="D",
)
steps.done("score")

emit(
    {
        "rows": rows,
        "customers": len(rfm),
        "purchase": {"params": params(purchase), **purchase_fit},
        "spend": {"params": params(spend), **spend_fit},
        "clv": float(clv.sum()),
        "seconds": steps.seconds,
        "cpuSeconds": time.process_time(),
        "peakMb": peak_mb(),
    }
)
