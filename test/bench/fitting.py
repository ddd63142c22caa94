"""Fits with lifetimes, retried at a looser tolerance where its optimiser gives up."""

import time

from lifetimes.utils import ConvergenceError

tolerances = (1e-7, 1e-6, 1e-5, 1e-4)  # the first is the default of lifetimes


def fit(make, *data, tolerances=tolerances, **options):
    """Fits `make()` to the data. Seconds are those of the attempt that converged; failed ones are reported beside it."""
    failed = []
    for tol in tolerances:
        fitter = make()
        start = time.perf_counter()
        try:
            fitter.fit(*data, tol=tol, **options)
        except ConvergenceError:
            failed.append({"tol": tol, "seconds": time.perf_counter() - start})
            continue
        return fitter, {"seconds": time.perf_counter() - start, "tol": tol, "failed": failed}
    raise SystemExit(f"{make.__name__} of lifetimes did not converge at any tolerance of {tolerances}")


def params(fitter):
    """The estimates by the names of the papers: what lifetimes calls v is gamma."""
    return {("gamma" if name == "v" else name): float(value) for name, value in fitter.params_.items()}
