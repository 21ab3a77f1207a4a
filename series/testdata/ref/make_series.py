"""Reference values of series: statsmodels (OLS, HAC), ruptures (change points), scipy (Garwood). Run: python make_series.py > series.json"""
import json
import numpy as np
import statsmodels.api as sm
import ruptures
from scipy.stats import chi2
rng = np.random.default_rng(3)
n, at = 120, 60
u = np.zeros(n)
for t in range(1, n):
    u[t] = 0.6 * u[t - 1] + 0.8 * rng.standard_normal()
counts = rng.poisson(np.exp(2.5 + 0.006 * np.arange(n) + 0.25 * u)).astype(float)
y = np.log(counts + 0.5)
t = np.arange(n)
def design(at):
    return np.column_stack([np.ones(n), t, t >= at, np.where(t >= at, t - at, 0)])
plain = sm.OLS(y, design(at)).fit()
hac = sm.OLS(y, design(at)).fit(cov_type="HAC", cov_kwds={"maxlags": 6}, use_t=True)
steps = [sm.OLS(y, design(d)).fit().params[2] for d in range(24, 97)]
level = np.r_[rng.normal(0, 1, 40), rng.normal(3, 1, 30), rng.normal(-1, 1, 50)]
pen = 10.0
pelt = ruptures.Pelt(model="l2", jump=1, min_size=2).fit(level).predict(pen)
m = counts.reshape(-1, 12).sum(0)
print(json.dumps({"counts": counts.tolist(), "at": at, "step": plain.params[2], "slope": plain.params[3], "plain_se": plain.bse[2:].tolist(),
  "plain_p": plain.pvalues[2], "hac_se": hac.bse[2:].tolist(), "hac_p": hac.pvalues[2], "placebo_steps": steps,
  "rank": int(sum(abs(s) >= abs(plain.params[2]) - 1e-12 for s in steps)), "level": level.tolist(), "penalty": pen, "pelt": [int(x) for x in pelt],
  "season_low": (chi2.ppf(0.025, 2 * m) / 2 / 10).tolist(), "season_high": (chi2.ppf(0.975, 2 * m + 2) / 2 / 10).tolist()}))
