"""Fresh worlds from the oracle's own generator: other seeds, other densities, more noise, 60 % imprecise.

python3 bench/link/fresh.py SHARED/data/oracle/linkage OUT SEED   writes OUT/cases, OUT/taxonomy, OUT/gazetteer

Only the standard library. The generator is run as it stands; its configuration is what changes.
"""
import copy
import json
import os
import shutil
import subprocess
import sys

src, out, seed = sys.argv[1], sys.argv[2], int(sys.argv[3])
os.makedirs(out, exist_ok=True)
shutil.copyfile(os.path.join(src, "generate.py"), os.path.join(out, "generate.py"))
with open(os.path.join(src, "config.json"), encoding="utf-8") as f:
    cfg = json.load(f)
cfg["world"]["seed"] += 1000 * seed
base = {c["name"]: c for c in cfg["cases"]}
for c in cfg["cases"]:
    c["seed"] += 7919 * seed


def case(name, of, **change):
    c = copy.deepcopy(base[of])
    c.update(change, name=name, seed=c["seed"] + 104729 + len(cfg["cases"]))
    cfg["cases"].append(c)


d = cfg["defaults"]
case("p60", "p20", imprecise={"B": .6})
case("both60", "both30", imprecise={"A": .6, "B": .6})
case("dense2", "dense", days=250)
case("sparse", "p20", days=4000)
case("noise2", "p20", type_noise=2 * d["type_noise"], actor_noise=2 * d["actor_noise"], deaths_noise=2 * d["deaths_noise"])
case("three60", "three", imprecise={"A": .2, "B": .6, "C": .6})
case("four60", "four", imprecise={"A": .2, "B": .6, "C": .6, "D": .6})
with open(os.path.join(out, "config.json"), "w", encoding="utf-8") as f:
    json.dump(cfg, f, ensure_ascii=False, indent=1)
subprocess.run([sys.executable, os.path.join(out, "generate.py")], check=True)
