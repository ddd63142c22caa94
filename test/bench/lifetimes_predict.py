"""What lifetimes predicts for the customers in a folder of raw columns, at given parameters of BG/NBD and Gamma-Gamma.

usage: lifetimes_predict.py FOLDER PARAMETERS HORIZONS ANNUAL_DISCOUNT_RATE

PARAMETERS is {"purchase": {r, alpha, a, b}, "spend": {p, q, gamma}} as JSON, HORIZONS a list of days. The value is over
12 of its months of 30 days.
"""

import json
import sys

from measured import Steps, peak_mb, quietly

emit = quietly()

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from lifetimes import BetaGeoFitter, GammaGammaFitter  # noqa: E402

from columns import customers, distinct  # noqa: E402

folder, parameters, horizons, annual_rate = sys.argv[1:5]
given = json.loads(parameters)
horizons = json.loads(horizons)
purchase, spend = BetaGeoFitter(), GammaGammaFitter()
purchase.params_ = pd.Series(given["purchase"])
spend.params_ = pd.Series({"p": given["spend"]["p"], "q": given["spend"]["q"], "v": given["spend"]["gamma"]})
purchase.predict = purchase.conditional_expected_number_of_purchases_up_to_time  # as fit() leaves it

x, tx, T, z = (pd.Series(column) for column in customers(folder, 0))
mean_spend = (z / x.where(x > 0)).fillna(0.0)
hx, htx, hT, _ = distinct(x.values, tx.values, T.values)

steps = Steps()
alive = np.asarray(purchase.conditional_probability_alive(x, tx, T))
steps.done("alive")
expected = [np.asarray(purchase.predict(t, x, tx, T)) for t in horizons]
steps.done("expected")
rate = (1 + float(annual_rate)) ** (30 / 365) - 1
clv = spend.customer_lifetime_value(purchase, x, tx, T, mean_spend, time=12, discount_rate=rate, freq="D")
steps.done("clv")
purchase.conditional_probability_alive(hx, htx, hT)
for t in horizons:
    purchase.predict(t, hx, htx, hT)
steps.done("distinct")
emit(
    {
        "seconds": steps.seconds,
        "alive": float(np.nansum(alive)),
        "expected": [float(np.nansum(e)) for e in expected],
        "clv": float(clv.sum()),
        "notNumbers": int(np.isnan(alive).sum() + sum(np.isnan(e).sum() for e in expected)),
        "peakMb": peak_mb(),
    }
)
