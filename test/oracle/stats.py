"""Makes stats.json: what NumPy, pandas and SciPy say about a few lists. Run: python stats.py > stats.json"""

import json

import numpy as np
import pandas as pd
from scipy.stats import entropy, median_abs_deviation

generator = np.random.default_rng(7)
lists = {
    "normal": generator.normal(size=101).tolist(),
    "skewed": generator.exponential(size=100).tolist(),
    "offset": (1e9 + generator.normal(size=1000)).tolist(),
    "few": [3.0, 1.0, 2.0],
}
shares = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1]
cases = {}
for name, values in lists.items():
    series = pd.Series(values)
    cases[name] = {
        "values": values,
        "mean": series.mean(),
        "variance": series.var(),
        "skewness": series.skew(),
        "quantiles": np.quantile(values, shares).tolist(),
        "robustDeviation": median_abs_deviation(values, scale="normal"),
        "histogram": np.histogram(values, bins=10)[0].tolist(),
    }
counts = [5923, 6742, 5958, 0, 5842]
print(json.dumps({"shares": shares, "cases": cases, "entropy": {"counts": counts, "nats": entropy(counts)}}, indent=1))
