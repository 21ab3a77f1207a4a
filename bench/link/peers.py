"""Dires beside Splink and DuckDB on the same synthetic files: accuracy first, then time.

  python3 -m venv V && V/bin/pip install splink==5.0.0 duckdb pandas
  go build -o /tmp/dires ./cmd/dires
  V/bin/python bench/link/peers.py /tmp/dires FOLDER_OF_CASES [case ...]

A folder of cases is data/oracle/linkage/cases, the cases of fresh.py, or what TestWriteCases writes. Only cases of two sources are run.
CPU seconds are user + sys of this process or of the child, reading of the files included.

  python bench/link/peers.py race WORLD.csv     the same pairs at a million records a source, in DuckDB: join and score only

  duckdb   the blocking of Dires in SQL (day window x cell for exact places; unit x overlap of spans for coarse ones), log-likelihood
           weights set by hand as in the oracle's llr, mutual best pairs
  splink   Fellegi-Sunter: u from random pairs, m by EM over two blockings, term frequencies; pairs of 0.5 and more, then heaviest first,
           one to one. "best": the threshold that suits the truth best, which nobody knows in earnest
"""
import csv
import datetime
import math
import os
import resource
import subprocess
import sys
import tempfile

import duckdb


def cpu(who=resource.RUSAGE_SELF):
    r = resource.getrusage(who)
    return r.ru_utime + r.ru_stime


def truth(d):
    with open(os.path.join(d, "truth_pairs.csv"), encoding="utf-8") as f:
        return {tuple(sorted((r["record_id_1"], r["record_id_2"]))) for r in csv.DictReader(f) if r["relation"] == "same"}


def f1(got, want):
    return 2 * len(got & want) / (len(got) + len(want)) if got or want else 0.0


def greedy(pairs):
    """pairs: (weight, a, b); heaviest first, one to one."""
    used, out = set(), set()
    for _, a, b in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if a not in used and b not in used:
            used |= {a, b}
            out.add(tuple(sorted((a, b))))
    return out


def dires(binary, d):
    with tempfile.TemporaryDirectory() as t:
        out = os.path.join(t, "p.csv")
        c = cpu(resource.RUSAGE_CHILDREN)
        subprocess.run([binary, "tool", "link", os.path.join(d, "A.csv"), os.path.join(d, "B.csv"), "--out", out], check=True, stderr=subprocess.DEVNULL)
        c = cpu(resource.RUSAGE_CHILDREN) - c
        with open(out, encoding="utf-8") as f:
            return {tuple(sorted((r["record_id_1"], r["record_id_2"]))) for r in csv.DictReader(f) if r["relation"] == "same"}, c


LOAD = """CREATE OR REPLACE TABLE {t} AS SELECT record_id, source, date_start::DATE d0, date_end::DATE d1, date_prec::INT dp, latitude::DOUBLE lat, longitude::DOUBLE lon,
  place_prec::INT pp, admin1, admin2, country, type_l1, type_l2, type_l3, type_l4, lower(strip_accents(actor_a)) actor, deaths_best::INT dead,
  floor(latitude::DOUBLE / 0.25)::INT cy, floor(longitude::DOUBLE / 0.25)::INT cx, date_diff('day', DATE '2000-01-01', date_start::DATE) n0
  FROM read_csv('{f}', all_varchar=true, nullstr='')"""

# Weights in bits, as the oracle's README describes its llr; the spans of months given as one day are opened.
SCORE = """
WITH a AS (SELECT *, CASE WHEN dp = 4 AND d0 = d1 THEN date_trunc('month', d0)::DATE ELSE d0 END s0,
                     CASE WHEN dp = 4 AND d0 = d1 THEN last_day(d0) ELSE d1 END s1 FROM A),
     b AS (SELECT *, CASE WHEN dp = 4 AND d0 = d1 THEN date_trunc('month', d0)::DATE ELSE d0 END s0,
                     CASE WHEN dp = 4 AND d0 = d1 THEN last_day(d0) ELSE d1 END s1 FROM B),
 near AS (SELECT a.record_id ra, b.record_id rb FROM a JOIN (SELECT b.*, dx.v kx, dy.v ky, dn.v kn FROM b,
            (VALUES (-1),(0),(1)) dx(v), (VALUES (-1),(0),(1)) dy(v), (VALUES (-1),(0),(1)) dn(v)) b
            ON a.cx = b.cx + b.kx AND a.cy = b.cy + b.ky AND a.n0 // 3 = b.n0 // 3 + b.kn
            WHERE a.pp <= 2 AND b.pp <= 2 AND a.dp = 1 AND b.dp = 1 AND abs(a.n0 - b.n0) <= 3),
 coarse AS (SELECT a.record_id ra, b.record_id rb FROM a JOIN b ON a.country = b.country
            AND (a.admin1 = b.admin1 OR a.admin1 IS NULL OR b.admin1 IS NULL) AND (a.admin2 = b.admin2 OR a.admin2 IS NULL OR b.admin2 IS NULL)
            AND a.s0 <= b.s1 + 3 AND b.s0 <= a.s1 + 3
            WHERE (a.pp > 2 OR b.pp > 2 OR a.dp > 1 OR b.dp > 1) AND (a.pp < 6 AND b.pp < 6 OR a.actor = b.actor)),
 pairs AS (SELECT DISTINCT * FROM (SELECT * FROM near UNION ALL SELECT * FROM coarse)),
 n AS (SELECT count(*)::DOUBLE n, (max(n0) - min(n0) + 1)::DOUBLE nd FROM B),
 ta AS (SELECT type_l1 t, count(*)::DOUBLE c FROM (SELECT type_l1 FROM A UNION ALL SELECT type_l1 FROM B) GROUP BY 1),
 aa AS (SELECT actor t, count(*)::DOUBLE c FROM (SELECT actor FROM A UNION ALL SELECT actor FROM B) GROUP BY 1),
 u2 AS (SELECT admin2 u, count(*)::DOUBLE c FROM (SELECT admin2 FROM A UNION ALL SELECT admin2 FROM B) GROUP BY 1),
 u1 AS (SELECT admin1 u, count(*)::DOUBLE c FROM (SELECT admin1 FROM A UNION ALL SELECT admin1 FROM B) GROUP BY 1),
 scored AS (SELECT ra, rb,
   -log2(n.n * 2)
   + CASE WHEN a.dp = 1 AND b.dp = 1 THEN log2(n.nd) + CASE abs(a.n0 - b.n0) WHEN 0 THEN -0.4 WHEN 1 THEN -3.0 ELSE -6.0 END
          WHEN a.s0 <= b.s1 AND b.s0 <= a.s1 THEN log2(n.nd / greatest(a.s1 - a.s0 + 1, b.s1 - b.s0 + 1)) ELSE -4 END
   + CASE WHEN a.pp <= 2 AND b.pp <= 2 THEN CASE WHEN km <= 1 THEN 6.5 WHEN km <= 3 THEN 5 WHEN km <= 5 THEN 2 WHEN km <= 25 AND a.pp + b.pp > 2 THEN 2 ELSE -5 END
          WHEN a.admin2 = b.admin2 THEN log2(2 * n.n / u2.c) WHEN a.admin1 = b.admin1 THEN log2(2 * n.n / u1.c) ELSE 0 END
   + CASE WHEN a.type_l1 = b.type_l1 THEN log2(0.75 * 2 * n.n / ta.c) WHEN a.type_l2 = b.type_l2 THEN 0 WHEN a.type_l3 = b.type_l3 THEN -1 ELSE -2.5 END
   + CASE WHEN a.actor = b.actor THEN log2(0.8 * 2 * n.n / aa.c) WHEN jaro_winkler_similarity(a.actor, b.actor) > 0.92 THEN 4
          WHEN a.actor LIKE '%non identif%' OR b.actor LIKE '%non identif%' THEN 0 ELSE -3 END AS w
   FROM (SELECT p.*, 111.195 * sqrt(pow(x.lat - y.lat, 2) + pow((x.lon - y.lon) * cos(radians(x.lat)), 2)) km FROM pairs p JOIN a x ON x.record_id = ra JOIN b y ON y.record_id = rb)
   JOIN a ON a.record_id = ra JOIN b ON b.record_id = rb CROSS JOIN n LEFT JOIN ta ON ta.t = a.type_l1 LEFT JOIN aa ON aa.t = a.actor
   LEFT JOIN u2 ON u2.u = a.admin2 LEFT JOIN u1 ON u1.u = a.admin1)
SELECT ra, rb, w FROM scored WHERE w > 0
QUALIFY row_number() OVER (PARTITION BY ra ORDER BY w DESC, rb) = 1 AND row_number() OVER (PARTITION BY rb ORDER BY w DESC, ra) = 1"""


def by_duckdb(d):
    c = cpu()
    con = duckdb.connect()
    con.execute("SET threads = 1")
    for t in "AB":
        con.execute(LOAD.format(t=t, f=os.path.join(d, t + ".csv")))
    got = {tuple(sorted((a, b))) for a, b, _ in con.execute(SCORE).fetchall()}
    return got, cpu() - c


def by_splink(d, want, days=(1, 3, 31), km=(1, 5, 25, 100)):
    import logging

    import pandas as pd
    import splink.comparison_library as cl
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    logging.disable(logging.CRITICAL)
    c = cpu()
    frames = []
    for t in "AB":
        x = pd.read_csv(os.path.join(d, t + ".csv"), dtype=str, keep_default_na=False)
        x = x.replace("", None)
        x = pd.DataFrame({"record_id": x.record_id, "day": x.date_start, "week": x.date_start.map(lambda s: str(datetime.date.fromisoformat(s).toordinal() // 7)),
                          "month": x.date_start.str[:7], "lat": x.latitude.astype(float), "lon": x.longitude.astype(float), "admin1": x.admin1, "admin2": x.admin2,
                          "type": x.type_l1, "type2": x.type_l2, "actor": x.actor_a, "actor_b": x.actor_b, "dead": x.deaths_best})
        frames.append(x)
    db = DuckDBAPI()
    db._con.execute("SET threads = 1") if hasattr(db, "_con") else None
    settings = SettingsCreator(
        link_type="link_only", unique_id_column_name="record_id",
        comparisons=[
            cl.AbsoluteDateDifferenceAtThresholds("day", input_is_string=True, metrics=["day"] * len(days), thresholds=list(days)),
            cl.DistanceInKMAtThresholds("lat", "lon", list(km)),
            cl.ExactMatch("admin2").configure(term_frequency_adjustments=True),
            cl.ExactMatch("type").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("actor", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("actor_b").configure(term_frequency_adjustments=True),
            cl.ExactMatch("dead").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[block_on("day"), block_on("week", "admin1"), block_on("month", "admin2"), block_on("month", "actor"), block_on("month", "admin1", "type2")],
    )
    lk = Linker([db.register(f, dataset_display_name=n) for f, n in zip(frames, "AB")], settings, log_level=None)
    lk.training.estimate_probability_two_random_records_match([block_on("day", "admin2", "actor"), block_on("day", "admin2", "type")], recall=0.6)
    lk.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    lk.training.estimate_parameters_using_expectation_maximisation(block_on("day"))
    lk.training.estimate_parameters_using_expectation_maximisation(block_on("month", "actor"))
    out = lk.inference.predict(threshold_match_probability=0.01).as_pandas_dataframe()
    ps = list(zip(out.match_weight, out.record_id_l, out.record_id_r, out.match_probability))
    got = greedy([p[:3] for p in ps if p[3] >= 0.5])
    c = cpu() - c
    best = max((f1(greedy([p[:3] for p in ps if p[3] >= t]), want) for t in (.01, .05, .1, .2, .3, .5, .7, .8, .9, .95, .98, .99, .995, .999)), default=0.0)
    return got, c, best


RACE = """
WITH r AS (SELECT *, floor(lat / 25000)::INT cy, floor(lon / 26000)::INT cx, day // 3 kd FROM w),
 b AS (SELECT r.*, dx.v + cx kx, dy.v + cy ky, dn.v + kd kk FROM r, (VALUES (-1),(0),(1)) dx(v), (VALUES (-1),(0),(1)) dy(v), (VALUES (-1),(0),(1)) dn(v) WHERE source = 1),
 p AS (SELECT a.id ia, b.id ib, abs(a.day - b.day) dd, pow(a.lat - b.lat, 2) + pow((a.lon - b.lon) * cos(radians((a.lat + b.lat) / 2e5)), 2) d2, a.type = b.type st, a.actor = b.actor sa, abs(a.dead - b.dead) dk
   FROM r a JOIN b ON a.source = 0 AND a.cx = b.kx AND a.cy = b.ky AND a.kd = b.kk)
SELECT count(*), count(*) FILTER (WHERE w > 0) FROM (SELECT CASE dd WHEN 0 THEN 6 WHEN 1 THEN 4 ELSE 1 END + 3 - sqrt(d2) / 5000 + CASE WHEN st THEN 3 ELSE -2 END
  + CASE WHEN sa THEN 6 ELSE -3 END - ln(1 + dk) w FROM p WHERE dd <= 2 AND d2 <= pow(25 / 111.195 * 1e5, 2))"""


def race(path):
    """The pairs of a world of TestSpeed (DIRES_WORLD_OUT), joined and scored, nothing chosen."""
    con = duckdb.connect()
    con.execute("SET threads = 2")
    con.execute("CREATE TABLE w AS SELECT * FROM read_csv('%s')" % path)
    c = cpu()
    pairs, good = con.execute(RACE).fetchone()
    print("DuckDB %s, 2 threads: %d pairs in the window, %d above 0: %.2f CPU-s, peak %d MB" % (duckdb.__version__, pairs, good, cpu() - c, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024))


def main():
    if sys.argv[1] == "race":
        return race(sys.argv[2])
    binary, folder = sys.argv[1:3]
    names = sys.argv[3:] or sorted(n for n in os.listdir(folder) if not os.path.exists(os.path.join(folder, n, "C.csv")))
    print("| case | Dires F1 | DuckDB F1 | Splink F1 (best threshold) | Dires CPU-s | DuckDB CPU-s | Splink CPU-s |")
    print("|---|---|---|---|---|---|---|")
    for n in names:
        d = os.path.join(folder, n)
        want = truth(d)
        g, c = dires(binary, d)
        g2, c2 = by_duckdb(d)
        try:
            try:
                g3, c3, best = by_splink(d, want)
            except ValueError:  # EM leaves a level at 0 where no record is imprecise, and Splink refuses it
                g3, c3, best = by_splink(d, want, (1, 3), (1, 5))
            s, t = "%.3f (%.3f)" % (f1(g3, want), best), "%.1f" % c3
        except Exception as e:
            if os.environ.get("DEBUG"):
                raise
            s, t = "none: " + type(e).__name__, ""
        print("| %s | %.3f | %.3f | %s | %.2f | %.2f | %s |" % (n, f1(g, want), f1(g2, want), s, c, c2, t), flush=True)


if __name__ == "__main__":
    main()
