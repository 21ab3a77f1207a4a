"""Makes the .sav files beside it, and what pyreadstat reads from them.

FICTION: Orvanie, its regions and its answers are invented.

    python -m venv /tmp/v && /tmp/v/bin/pip install pyreadstat==1.3.7 savReaderWriter==3.4.2
    /tmp/v/bin/python make_sav.py        # pspp 1.6 on the path for the rest
"""
import collections
import collections.abc
import datetime
import json
import math
import subprocess
import tempfile

import numpy as np
import pandas as pd
import pyreadstat

for n in ("Iterable", "Iterator", "Mapping", "Sequence", "Callable"):
    setattr(collections, n, getattr(collections.abc, n))

rng = np.random.default_rng(7)
N = 60
villages = ["Aberzan", "Dûn-sur-l’Orve", "Élivar", "Kersola la Grande", "Noï", "Sainte-Œlle"]
says = ["", "Rien à dire.", "On nous a demandé une fois. " * 14, "Personne n’est venu ; nous avons veillé à tour de rôle. " * 11]
d = pd.DataFrame({
    "region": rng.integers(1, 4, N).astype(float),
    "poids_de_sondage": np.round(rng.uniform(0.5, 3.25, N), 6),
    "age": rng.integers(15, 90, N).astype(float),
    "securite": rng.choice([1, 2, 3, 4, 8, 9], N).astype(float),
    "revenu": rng.choice([-99.5, 12.25, 1e9, 0.1, 99999], N),
    "jour": [datetime.date(2019, 3, 1) + datetime.timedelta(days=int(k)) for k in rng.integers(0, 40, N)],
    "debut": [datetime.datetime(2019, 3, 1, 6, 30) + datetime.timedelta(minutes=int(k)) for k in rng.integers(0, 9999, N)],
    "sexe": rng.choice(["F", "H", "X"], N),
    "village": rng.choice(villages, N),
    "dit": rng.choice(says, N),
})
d.loc[d.index % 11 == 3, ["age", "securite"]] = np.nan
meta = dict(
    file_label="FICTION : enquête d’Orvanie",
    column_labels=["Région", "Poids de sondage", "Âge", "Sécurité la nuit", "Revenu", "Jour", "Début", "Sexe", "Village", "Ce que la personne dit"],
    variable_value_labels={
        "region": {1: "Haute-Orve", 2: "Plaine", 3: "Côte"},
        "securite": {1: "très sûre", 2: "plutôt sûre", 3: "peu sûre", 4: "pas sûre du tout", 8: "ne sait pas", 9: "refuse"},
        "sexe": {"F": "femme", "H": "homme"},
        "village": {"Noï": "Noï (chef-lieu)"},
    },
    missing_ranges={"securite": [{"lo": 8, "hi": 9}], "sexe": ["X"], "revenu": [{"lo": -99.5, "hi": -99.5}, 99999.0], "village": ["Élivar"]},
    variable_measure={"region": "nominal", "securite": "ordinal", "age": "scale"},
    note=["FICTION. Orvanie n’existe pas."],
)
pyreadstat.write_sav(d, "plain.sav", **meta)
pyreadstat.write_sav(d, "bytecode.sav", row_compress=True, **meta)
pyreadstat.write_sav(d, "zlib.zsav", compress=True, **meta)
pyreadstat.write_sav(d.iloc[:0], "empty.sav", **meta)

# IBM's own library, by way of savReaderWriter, and PSPP in Windows-1252.
import savReaderWriter as ibm  # noqa: E402

with ibm.SavWriter("ibm.sav", [b"region", b"securite_la_nuit", b"village"], {b"region": 0, b"securite_la_nuit": 0, b"village": 20},
                   valueLabels={b"region": {1: "Haute-Orve".encode(), 2: b"Plaine", 3: "Côte".encode("cp1252")}},
                   missingValues={b"securite_la_nuit": {"lower": 8, "upper": 9}}, ioUtf8=False) as w:
    for i in range(N):
        s = d.securite[i]
        w.writerow([d.region[i], None if math.isnan(s) else s, d.village[i].replace("Œ", "OE").encode("cp1252")])

syntax = """SET LOCALE='windows-1252'.
DATA LIST LIST (",") FILE='%s' /region (F2) securite (F2) village (A20).
VALUE LABELS region 1 'Haute-Orve' 2 'Plaine' 3 'Côte'.
VARIABLE LABELS securite 'Sécurité la nuit'.
MISSING VALUES securite (LO THRU 1, 9).
WEIGHT BY region.
SAVE OUTFILE='pspp_plain.sav' /UNCOMPRESSED.
SAVE OUTFILE='pspp.zsav' /ZCOMPRESSED.
SAVE OUTFILE='pspp_bytecode.sav' /COMPRESSED.
"""
with tempfile.TemporaryDirectory() as t:
    with open(t + "/d.csv", "w", encoding="cp1252") as f:
        for i in range(N):
            s = d.securite[i]
            f.write("%d,%s,%s\n" % (d.region[i], "" if math.isnan(s) else int(s), d.village[i]))
    with open(t + "/s.sps", "w", encoding="cp1252") as f:
        f.write(syntax % (t + "/d.csv"))
    subprocess.run(["pspp", "--syntax-encoding=windows-1252", "-o", t + "/out.txt", t + "/s.sps"], check=True)


def said(name):
    """What pyreadstat reads, missing values as they stand (user_missing)."""
    enc = "WINDOWS-1252" if name == "ibm.sav" else None  # its own record says otherwise: the C locale
    df, m = pyreadstat.read_sav(name, user_missing=True, disable_datetime_conversion=True, encoding=enc)
    cols = {}
    for c in df.columns:
        x = [None if (isinstance(v, float) and math.isnan(v)) or v == "" else v for v in df[c].tolist()]
        cols[c] = x
    return dict(encoding=m.file_encoding, rows=m.number_rows, names=m.column_names, labels=m.column_labels, file_label=m.file_label,
                measure=m.variable_measure, columns=cols,
                value_labels={k: [[a, b] for a, b in v.items()] for k, v in m.variable_value_labels.items()},
                missing={k: v for k, v in m.missing_ranges.items()})


names = ["plain.sav", "bytecode.sav", "zlib.zsav", "empty.sav", "ibm.sav", "pspp_plain.sav", "pspp_bytecode.sav"]
with open("said.json", "w", encoding="utf-8") as f:
    json.dump({n: said(n) for n in names}, f, ensure_ascii=False, indent=0, sort_keys=True)
    f.write("\n")
