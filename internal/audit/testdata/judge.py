"""Judges the bounds of package audit with another solver: HiGHS, through scipy.

Reads one system of equations a line: {"numbers": [[lo, hi or null], ...],
"equations": [{"terms": [[number, coefficient], ...], "lo": x or null, "hi": x or null}, ...]}.
Writes for each a line: [[least, most or null], ...], or null where no whole numbers solve it.
"""
import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp


def bounds(system):
    n = len(system["numbers"])
    low = np.array([x[0] for x in system["numbers"]], float)
    high = np.array([np.inf if x[1] is None else x[1] for x in system["numbers"]], float)
    rows, lo, hi = [], [], []
    for e in system["equations"]:
        row = np.zeros(n)
        for at, coefficient in e["terms"]:
            row[at] += coefficient
        rows.append(row)
        lo.append(-np.inf if e["lo"] is None else e["lo"])
        hi.append(np.inf if e["hi"] is None else e["hi"])
    constraints = [LinearConstraint(np.array(rows), lo, hi)] if rows else []
    out = []
    for i in range(n):
        pair = []
        for sign in (1, -1):
            c = np.zeros(n)
            c[i] = sign
            r = milp(c, integrality=np.ones(n), bounds=Bounds(low, high), constraints=constraints)
            if r.status == 2:
                return None
            if r.status == 0:
                pair.append(round(sign * r.fun))
            elif r.status in (3, 4) and sign < 0:
                pair.append(None)
            else:
                raise SystemExit(f"no answer: {r.message}")
        out.append(pair)
    return out


for line in sys.stdin:
    print(json.dumps(bounds(json.loads(line))))
