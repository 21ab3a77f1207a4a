"""FICTION. A survey of a million rows about Orvanie, which does not exist."""
import sys

import numpy as np
import pandas as pd
import pyreadstat

n, to = int(sys.argv[1]), sys.argv[2]
rng = np.random.default_rng(3)
psu = rng.integers(0, n // 50, n)
d = {"strate": (psu % 50 + 1).astype(float), "grappe": psu.astype(float), "poids": rng.gamma(4, 250, n), "age": rng.integers(15, 90, n).astype(float)}
for i in range(14):
    x = rng.integers(1, 6, n).astype(float)
    x[rng.random(n) < 0.05] = np.nan
    d[f"q{i + 1}"] = x
d["revenu"] = np.round(rng.lognormal(10, 1, n), 2)
d["sexe"] = rng.choice(["F", "H"], n)
d["village"] = np.char.add("Village ", rng.integers(0, 5000, n).astype(str))
d = pd.DataFrame(d)
meta = dict(variable_value_labels={"q1": {1: "très sûre", 5: "pas sûre du tout"}}, missing_ranges={"q2": [5]})
pyreadstat.write_sav(d, f"{to}/plain.sav", **meta)
pyreadstat.write_sav(d, f"{to}/bytecode.sav", row_compress=True, **meta)
pyreadstat.write_sav(d, f"{to}/zlib.zsav", compress=True, **meta)
