"""BG/NBD and Gamma-Gamma fits of lifetimes to the customers in a folder of raw little-endian columns.

usage: lifetimes_fits.py FOLDER

FOLDER holds x.i32, tx.i32, T.i32 (a customer each), z.f64 (its total repeat spend) and the distinct histories
hx.i32, htx.i32, hT.i32 with their customers hn.i32. Log-likelihoods are sums over customers, by lifetimes' own formulas.
"""

import sys
from pathlib import Path

from measured import peak_mb, quietly

emit = quietly()

import numpy as np  # noqa: E402
from lifetimes import BetaGeoFitter, GammaGammaFitter  # noqa: E402

from fitting import fit, params  # noqa: E402

folder = Path(sys.argv[1])


def column(name, kind):
    return np.fromfile(folder / name, dtype=kind)


x, tx, T = (column(f"{name}.i32", "<i4").astype(np.int64) for name in ("x", "tx", "T"))
hx, htx, hT, hn = (column(f"{name}.i32", "<i4").astype(np.int64) for name in ("hx", "htx", "hT", "hn"))
z = column("z.f64", "<f8")
buys = (x > 0) & (z > 0)
frequency = x[buys]
mean_spend = z[buys] / frequency


def bg_nbd(fitter):
    p = np.log(fitter.params_[["r", "alpha", "a", "b"]].values)
    return -float(BetaGeoFitter._negative_log_likelihood(p, x, tx, T, np.ones(len(x)), 0.0)) * len(x)


def gamma_gamma(fitter):
    p = np.log(fitter.params_[["p", "q", "v"]].values)
    ones = np.ones(len(frequency))
    return -float(GammaGammaFitter._negative_log_likelihood(p, frequency, mean_spend, ones, 0.0)) * len(frequency)


def report(fitted, log_likelihood):
    fitter, about = fitted
    return {"params": params(fitter), "logLikelihood": log_likelihood(fitter), **about}


emit(
    {
        "customers": len(x),
        "histories": len(hx),
        "repeatCustomers": len(frequency),
        "bgNbd": report(fit(BetaGeoFitter, x, tx, T), bg_nbd),
        "bgNbdWeighted": report(fit(BetaGeoFitter, hx, htx, hT, weights=hn), bg_nbd),
        "gammaGamma": report(fit(GammaGammaFitter, frequency, mean_spend), gamma_gamma),
        "peakMb": peak_mb(),
    }
)
