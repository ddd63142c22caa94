"""A fit of lifetimes to the customers in a folder of raw columns.

usage: lifetimes_fits.py FOLDER ROWS bg-nbd|mbg-nbd|pareto-nbd|gamma-gamma customers|histories

ROWS is how many of the customers, the first ones; 0 for all. The last word says what is fitted: a row per customer, or
the distinct histories with their number of customers as weights. Log-likelihoods are sums over customers, by lifetimes'
own formulas.
"""

import sys

from measured import peak_mb, quietly

emit = quietly()

import numpy as np  # noqa: E402
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter  # noqa: E402

from columns import customers, distinct  # noqa: E402
from fitting import fit, params, tolerances  # noqa: E402

folder, rows, model, form = sys.argv[1:5]
fitters = {
    "bg-nbd": BetaGeoFitter,
    "mbg-nbd": ModifiedBetaGeoFitter,
    "pareto-nbd": ParetoNBDFitter,
    "gamma-gamma": GammaGammaFitter,
}
make = fitters[model]
x, tx, T, z = customers(folder, int(rows))
if model == "gamma-gamma":
    buys = (x > 0) & (z > 0)
    data, weights = (x[buys], z[buys] / x[buys]), None
elif form == "histories":
    *data, weights = distinct(x, tx, T)
else:
    data, weights = (x, tx, T), None

np.random.seed(1)  # ParetoNBDFitter starts at random
options = {} if weights is None else {"weights": weights}
default = (1e-4,) if model == "pareto-nbd" else tolerances  # its own, for Nelder-Mead
fitter, about = fit(make, *data, tolerances=default, **options)

# Pareto/NBD takes the parameters as they are, the others their logarithms; it gives a sum, the others a mean
n = np.ones(len(data[0])) if weights is None else weights
p = fitter.params_.values if model == "pareto-nbd" else np.log(fitter.params_.values)
negative = float(make._negative_log_likelihood(p, *data, n, 0.0))
emit(
    {
        "rows": len(data[0]),
        "params": params(fitter),
        "logLikelihood": -negative * float(n.mean() if model == "pareto-nbd" else n.sum()),
        "peakMb": peak_mb(),
        **about,
    }
)
