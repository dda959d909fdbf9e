"""Makes inspectData.csv and inspectData.json: what pandas, NumPy and scikit-learn say about a small table and a few points.
Run: python inspectData.py"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.neighbors import NearestNeighbors

here = Path(__file__).parent
generator = np.random.default_rng(11)
rows = 300
frame = pd.DataFrame(
    {
        "x": generator.normal(loc=1e6, size=rows),
        "skewed": np.exp(2 * generator.normal(size=rows)),
        "gaps": np.where(generator.random(rows) < 0.2, np.nan, generator.normal(size=rows)),
        "count": generator.integers(0, 7, rows),
        "wide": generator.integers(-1000, 100000, rows),
        "flag": generator.random(rows) < 0.3,
        "kind": generator.choice(["red", "green", "blue, sky"], rows),
        "same": 3,
    }
)
frame.loc[[5, 6, 7], "kind"] = None
frame.to_csv(here / "inspectData.csv", index=False, float_format="%.17g")
frame = pd.read_csv(here / "inspectData.csv")

columns = {}
for name in frame:
    series = frame[name]
    found = {"missing": int(series.isna().sum()), "distinct": int(series.nunique())}
    counts = series.value_counts()
    found["top"] = int(counts.iloc[0])
    if name != "kind":
        numbers = series.astype(float)
        present = numbers.dropna()
        found |= {
            "min": numbers.min(),
            "max": numbers.max(),
            "mean": numbers.mean(),
            "deviation": numbers.std(),
            # pandas 3 says NaN for equal values; SciPy and we say 0.
            "skewness": 0.0 if numbers.nunique() == 1 else numbers.skew(),
            "quantiles": numbers.quantile([0.05, 0.25, 0.5, 0.75, 0.95]).tolist(),
            "zeros": int((numbers == 0).sum()),
            "negative": int((numbers < 0).sum()),
        }
        if series.dtype == float or name == "wide":
            found["histogram"] = np.histogram(present, bins=20)[0].tolist()
    columns[name] = found

# Points on a grid of 1/256, so that float32 holds them exactly.
points = generator.integers(0, 256, size=(400, 12)) / 256
index = NearestNeighbors(algorithm="brute").fit(points)
distances, places = index.kneighbors(points[:20], n_neighbors=6)

values = generator.normal(size=50)
values[3] = 12
median = np.median(values)
robust = np.abs(values - median) / (1.482602218505602 * np.median(np.abs(values - median)))
low, high = np.quantile(values, [0.25, 0.75])
beyond = np.maximum(0, np.maximum(low - values, values - high)) / (high - low)

pictures = generator.integers(0, 256, size=(30, 4, 5), dtype=np.uint8)
pictures[:, 0, 0] = 9
pictures[pictures < 60] = 0
decoded = pictures / 255

print_to = here / "inspectData.json"
print_to.write_text(
    json.dumps(
        {
            "columns": columns,
            "neighbors": {
                "points": points.tolist(),
                "places": places[:, 1:].tolist(),
                "distances": distances[:, 1:].tolist(),
            },
            "outliers": {"values": values.tolist(), "robustZ": robust.tolist(), "iqr": beyond.tolist()},
            "pictures": {
                "bytes": pictures.ravel().tolist(),
                "min": decoded.min(),
                "max": decoded.max(),
                "mean": decoded.mean(),
                "deviation": decoded.std(),
                "zeros": (pictures == 0).mean(),
                "constant": int((pictures == pictures[0]).all(axis=0).sum()),
            },
        }
    )
)
