"""Interval of Krippendorff's alpha, nominal, 1,000,000 units x 5 raters, 6 values, 10 % missing: this package beside numpy in
one run. numpy (bincount of drawn units, then a product with the units' tallies) runs 20 replicates; its time for 1,000 is 50
times that. Needs numpy. Run from the top of the repository: python3 bench/agree/run.py"""
import re, subprocess, sys, time
import numpy as np
N = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
rng = np.random.default_rng(5)
truth = rng.integers(0, 6, N)
x = np.where(rng.random((N, 5)) < 0.25, rng.integers(0, 6, (N, 5)), truth[:, None])
seen = rng.random((N, 5)) >= 0.1
counts = np.zeros((N, 6))
for v in range(6):
    counts[:, v] = ((x == v) & seen).sum(1)
m = counts.sum(1); counts = counts[m >= 2]; m = m[m >= 2]
within = (counts * (m[:, None] - counts)).sum(1) / (m - 1)
def alpha(w):
    n = w @ counts; t = n.sum()
    return 1 - (t - 1) * (w @ within) / (t * t - (n * n).sum())
start = time.process_time(); values = []
for _ in range(20):
    values.append(alpha(np.bincount(rng.integers(0, len(m), len(m)), minlength=len(m)).astype(float)))
peer = (time.process_time() - start) * 50
out = subprocess.run(["go", "test", "-run", "xxx", "-bench", "Bootstrap", "-benchtime", "5x", "-cpu", "1", "-benchmem", "./agreement"],
                     capture_output=True, text=True, check=True).stdout
for name, ns, mem in re.findall(r"Benchmark(\w+)\s+\d+\s+(\d+) ns/op.*?(\d+) B/op", out):
    s = int(ns) / 1e9
    print(f"{name}: {s:.3f} CPU-s, {int(mem)/1e6:.1f} MB allocated, {peer/s:.0f} x faster than numpy")
print(f"numpy {np.__version__}: {peer:.1f} CPU-s for 1,000 replicates (20 run), alpha {alpha(np.ones(len(m))):.4f}, "
      f"standard deviation of replicates {np.std(values):.5f}")
