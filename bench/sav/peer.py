import os
import sys
import time

import pyreadstat

for name in sorted(os.listdir(sys.argv[1])):
    t, c = time.perf_counter(), time.process_time()
    d, _ = pyreadstat.read_sav(os.path.join(sys.argv[1], name))
    t, c = time.perf_counter() - t, time.process_time() - c
    print(f"pyreadstat {pyreadstat.__version__} {name}: {t:.2f} s, {c:.2f} CPU-s, {os.path.getsize(os.path.join(sys.argv[1], name)) / t / 1e6:.0f} MB/s, {len(d)} rows")
