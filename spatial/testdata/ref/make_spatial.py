"""Reference values of spatial: esda (Gi*), scipy (Benjamini-Hochberg, normal). Run: python make_spatial.py > spatial.json"""
import json
import numpy as np
from scipy.stats import false_discovery_control, norm
from libpysal.weights import lat2W
from esda import G_Local
rng = np.random.default_rng(7)
rows, cols = 8, 9
x = rng.poisson(4, rows * cols).astype(float)
x[[20, 21, 29, 30, 38]] += 14          # one invented concentration
w = lat2W(rows, cols, rook=False)
g = G_Local(x, w, transform="B", star=True, permutations=0)
p = 2 * norm.sf(np.abs(g.Zs))
pts = rng.uniform([0, 0], [9, 8], (40, 2))
h, cell = 1.25, 0.5                     # window: 9 x 8 without its upper right 3 x 3
cx = np.arange(18); cy = np.arange(16)
inside = ~((cx[None, :] >= 12) & (cy[:, None] >= 10))
def line(at, n):
    e = norm.cdf((np.arange(n + 1) * cell - at) / h)
    return np.diff(e)
d = np.zeros((16, 18)); used = 0
for px, py in pts:
    if not inside[int(py // cell), int(px // cell)]:
        continue
    k = np.outer(line(py, 16), line(px, 18)) * inside
    d += k / k.sum() / cell**2; used += 1
print(json.dumps({"x": x.tolist(), "neighbours": [sorted(w.neighbors[i]) for i in range(rows * cols)], "z": g.Zs.tolist(),
  "p": p.tolist(), "adjusted": false_discovery_control(p).tolist(), "points": pts.tolist(), "inside": inside.ravel().tolist(),
  "used": used, "density": d.ravel().tolist()}))
