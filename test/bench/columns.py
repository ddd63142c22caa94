"""The customers that the benchmark leaves in a folder of raw little-endian columns."""

from pathlib import Path

import numpy as np


def customers(folder, rows):
    """x, tx, T and z (total repeat spend) of the first `rows` customers; of all where rows is 0."""
    column = lambda name, kind: np.fromfile(Path(folder) / name, dtype=kind, count=rows or -1)  # noqa: E731
    x, tx, T = (column(f"{name}.i32", "<i4").astype(np.int64) for name in ("x", "tx", "T"))
    return x, tx, T, column("z.f64", "<f8")


def distinct(x, tx, T):
    """Distinct histories and their number of customers."""
    base = int(T.max()) + 1
    keys, n = np.unique((x * base + tx) * base + T, return_counts=True)
    return keys // base**2, keys // base % base, keys % base, n
