"""Judges the bounds of package audit with another solver: HiGHS, through scipy.

Reads one system of equations a line: {"numbers": [[lo, hi or null], ...],
"equations": [{"terms": [[number, coefficient], ...], "lo": x or null, "hi": x or null}, ...],
"asked": [number, ...] where not all are}.
Writes for each a line: [[least, most or null], ...] of those asked, or null where no whole numbers solve it.
"""
import json
import sys

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array


def bounds(system):
    n = len(system["numbers"])
    low = np.array([x[0] for x in system["numbers"]], float)
    high = np.array([np.inf if x[1] is None else x[1] for x in system["numbers"]], float)
    at, of, coefficients, lo, hi = [], [], [], [], []
    for i, e in enumerate(system["equations"]):
        for number, coefficient in e["terms"]:
            at.append(i)
            of.append(number)
            coefficients.append(coefficient)
        lo.append(-np.inf if e["lo"] is None else e["lo"])
        hi.append(np.inf if e["hi"] is None else e["hi"])
    rows = csr_array((coefficients, (at, of)), shape=(len(lo), n))
    constraints = [LinearConstraint(rows, lo, hi)] if lo else []
    out = []
    for i in system.get("asked", range(n)):
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
