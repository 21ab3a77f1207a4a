"""DuckDB on the same file: all 49 columns typed as Dires types them, every one of them used.

usage: peer.py file.csv threads
"""
import os, resource, sys, time
import duckdb

WHOLE = "year type_of_violence conflict_new_id dyad_new_id side_a_new_id side_b_new_id number_of_sources where_prec priogrid_gid country_id event_clarity date_prec deaths_a deaths_b deaths_civilians deaths_unknown best high low".split()
REAL = ["latitude", "longitude"]
DAY = ["date_start", "date_end"]
with open(sys.argv[1], encoding="utf-8") as f:
    head = f.readline().strip().split(",")
assert len(head) == 49
types = {h: "BIGINT" if h in WHOLE else "DOUBLE" if h in REAL else "TIMESTAMP" if h in DAY else "BOOLEAN" if h == "active_year" else "VARCHAR" for h in head}
use = ", ".join(f"sum({h})" if types[h] in ("BIGINT", "DOUBLE") else f"max({h})" if types[h] == "TIMESTAMP" else f"count({h})" for h in head)
cols = ", ".join(f"'{h}': '{t}'" for h, t in types.items())
con = duckdb.connect()
con.execute(f"SET threads={sys.argv[2]}")
a, t = resource.getrusage(resource.RUSAGE_SELF), time.time()
con.execute(f"SELECT {use} FROM read_csv('{sys.argv[1]}', header=true, auto_detect=false, delim=',', quote='\"', escape='\"', columns={{{cols}}})").fetchall()
b = resource.getrusage(resource.RUSAGE_SELF)
cpu = b.ru_utime + b.ru_stime - a.ru_utime - a.ru_stime
mb = os.path.getsize(sys.argv[1]) / 1e6
print(f"duckdb {duckdb.__version__} threads={sys.argv[2]}: {mb / cpu:.0f} MB/cpu-s, {cpu:.2f} cpu-s, {time.time() - t:.2f} s, {b.ru_maxrss >> 10} MB held at most")
