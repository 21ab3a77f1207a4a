"""What each column is worth: the cases linked again with some columns emptied.

  python3 bench/link/without.py DIRES [FOLDER_OF_CASES [TAXONOMIES]]

Prints F1 of `same` (and of `part_of`) of each case: as it is, without each group of columns, and by --compat meltt at 25 km. The folder is
data/oracle/linkage/cases. Needs nothing but Python.
"""
import csv
import itertools
import os
import subprocess
import sys
import tempfile

GROUPS = {
    "all": [],
    "precision of places": ["place_prec"],
    "precision of dates": ["date_prec"],
    "names of units": ["admin1", "admin2"],
    "types": ["type", "type_l1", "type_l2", "type_l3", "type_l4"],
    "first actor": ["actor_a"],
    "second actor": ["actor_b"],
    "deaths": ["deaths_low", "deaths_best", "deaths_high"],
    "outlets": ["upstream_source"],
    "notes": ["notes"],
    "all but day, place, type, first actor": ["actor_b", "deaths_low", "deaths_best", "deaths_high", "upstream_source", "notes"],
}


def read(name):
    with open(name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def f1(got, want):
    return 2 * len(got & want) / (len(got) + len(want)) if got or want else 0.0


def pairs(rows):
    same = {tuple(sorted((r["record_id_1"], r["record_id_2"]))) for r in rows if r["relation"] == "same"}
    part = {(r["record_id_1"], r["record_id_2"]) for r in rows if r["relation"] == "part_of"}
    return same, part


def link(binary, files, *flags):
    with tempfile.TemporaryDirectory() as t:
        out = os.path.join(t, "p.csv")
        subprocess.run([binary, "tool", "link", *files, "--out", out, *flags], check=True, stderr=subprocess.DEVNULL)
        return pairs(read(out))


def emptied(files, columns, folder):
    out = []
    for name in files:
        rows = read(name)
        to = os.path.join(folder, os.path.basename(name))
        with open(to, "w", encoding="utf-8", newline="") as f:
            w = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
            w.writeheader()
            for r in rows:
                w.writerow({**r, **dict.fromkeys(columns, "")})
        out.append(to)
    return out


def main():
    binary = sys.argv[1]
    here = os.path.dirname(os.path.abspath(__file__))
    oracle = os.path.join(here, "..", "..", "..", "shared", "data", "oracle", "linkage")
    cases = sys.argv[2] if len(sys.argv) > 2 else os.path.join(oracle, "cases")
    taxonomies = sys.argv[3] if len(sys.argv) > 3 else os.path.join(cases, "..", "taxonomy")
    names = sorted(os.listdir(cases))
    files = {c: [p for s in "ABCD" if os.path.exists(p := os.path.join(cases, c, s + ".csv"))] for c in names}
    want = {c: pairs(read(os.path.join(cases, c, "truth_pairs.csv"))) for c in names}
    print("| without | " + " | ".join(names) + " | mean | part_of, mean |")
    print("|---" * (len(names) + 3) + "|")

    def row(head, got):
        same = [f1(got[c][0], want[c][0]) for c in names]
        part = [f1(got[c][1], want[c][1]) for c in names]
        print(f"| {head} | " + " | ".join(f"{x:.3f}" for x in same) + f" | {sum(same) / len(same):.3f} | {sum(part) / len(part):.3f} |", flush=True)

    for head, columns in GROUPS.items():
        with tempfile.TemporaryDirectory() as t:
            row("– (all columns)" if head == "all" else head, {c: link(binary, emptied(files[c], columns, t) if columns else files[c]) for c in names})
    tables = list(itertools.chain.from_iterable(("--taxonomy", os.path.join(taxonomies, n + ".csv")) for n in ("event_tax", "actor_tax")))
    row("meltt's rules, 25 km", {c: link(binary, files[c], "--compat", "meltt", "--window-days", "1", "--window-km", "25", *tables,
                                         *(["--taxonomy", os.path.join(taxonomies, "prec_tax.csv")] if c == "both30" else [])) for c in names})


main()
