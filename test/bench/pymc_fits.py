"""BG/NBD of PyMC-Marketing: the maximum of the likelihood (MAP with flat priors), and NUTS with lognormal priors.

usage: pymc_fits.py FOLDER ROWS DRAWS PRIOR

ROWS is how many of the customers in the folder, the first ones; DRAWS those of each of 4 chains, after 1,000 steps that are
not kept; PRIOR is {r: {mean, sd}, alpha: ..., a: ..., b: ...} of their logarithms as JSON.
"""

import json
import os
import sys

from measured import Steps, peak_mb, quietly


def main():
    emit = quietly()
    steps = Steps()
    import arviz as az
    import numpy as np
    import pandas as pd
    from pymc_extras.prior import Prior
    from pymc_marketing.clv import BetaGeoModel

    from columns import customers

    folder, rows, draws, prior = sys.argv[1:5]
    x, tx, T, _ = customers(folder, int(rows))
    data = pd.DataFrame({"customer_id": range(len(x)), "frequency": x, "recency": tx, "T": T})
    names = ("r", "alpha", "a", "b")
    steps.done("import")

    flat = BetaGeoModel(model_config={k: Prior("HalfFlat") for k in names})
    flat.fit(data=data, method="map", progressbar=False)
    most = {k: float(flat.fit_result[k].values.squeeze()) for k in names}
    steps.done("map")

    about = json.loads(prior)
    priors = {k: Prior("LogNormal", mu=about[k]["mean"], sigma=about[k]["sd"]) for k in names}
    sampled = BetaGeoModel(model_config=priors)
    sampled.fit(
        data=data,
        method="mcmc",
        chains=4,
        draws=int(draws),
        tune=1000,
        cores=min(4, os.cpu_count() or 1),
        random_seed=1,
        progressbar=False,
    )
    steps.done("nuts")
    summary = az.summary(sampled.fit_result, var_names=list(names), round_to="none")
    pick = lambda column: {k: float(summary.loc[k, column]) for k in names}  # noqa: E731
    logs = {k: np.log(sampled.fit_result[k].values) for k in names}
    emit(
        {
            "customers": len(x),
            "seconds": steps.seconds,
            "params": most,
            "meanLog": {k: float(logs[k].mean()) for k in names},
            "sdLog": {k: float(logs[k].std()) for k in names},
            "rHat": pick("r_hat"),
            "essBulk": pick("ess_bulk"),
            "essTail": pick("ess_tail"),
            "peakMb": peak_mb(),
        }
    )


if __name__ == "__main__":  # chains are processes, which import this file again where they cannot fork
    main()
