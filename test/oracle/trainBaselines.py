"""Values of the baselines that test/lib/models holds against: scikit-learn on its own copies of iris and diabetes,
kept in trainBaselines.json beside this script.

python -m pip install scikit-learn==1.9.1 ; python test/oracle/trainBaselines.py
"""
import json
import pathlib

import numpy as np
from sklearn.datasets import load_diabetes, load_iris
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import NearestCentroid
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

here = pathlib.Path(__file__).parent
X, y = load_iris(return_X_y=True)
train = np.arange(len(X)) % 3 != 0
centroid = make_pipeline(StandardScaler(), NearestCentroid()).fit(X[train], y[train])
logistic = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, tol=1e-8, max_iter=10_000)).fit(X[train], y[train])
D, t = load_diabetes(return_X_y=True, scaled=False)
half = np.arange(len(D)) % 2 == 0
ridge = make_pipeline(StandardScaler(), Ridge(alpha=1.0)).fit(D[half], t[half])
out = {
    "iris": {"inputs": X.ravel().tolist(), "targets": y.tolist()},
    "diabetes": {"inputs": D.ravel().tolist(), "targets": t.tolist()},
    "nearestCentroid": centroid.predict(X[~train]).tolist(),
    "logisticProbabilities": logistic.predict_proba(X[~train]).ravel().tolist(),
    "ridge": ridge.predict(D[~half]).tolist(),
    "ridgeR2": ridge.score(D[~half], t[~half]),
}
(here / "trainBaselines.json").write_text(json.dumps(out) + "\n")
