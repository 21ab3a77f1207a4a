import re, statistics, sys

runs = {}
for l in open(sys.argv[1]):
    runs.setdefault(l.split()[0], []).append(float(l.split()[1]))
peer = {n: statistics.median(r) for n, r in runs.items()}
ours = {}
for l in open(sys.argv[2]):
    m = re.match(r"BenchmarkOpenAndConvert/(\S+?)-\d+\s+\d+\s+([\d.]+) ns/op", l)
    if m:
        ours.setdefault(m.group(1), []).append(float(m.group(2)) / 1e9)
print("%-42s %10s %10s %7s" % ("form", "pyxform ms", "dires ms", "ratio"))
ratios = []
for n in sorted(peer):
    d = statistics.median(ours[n])
    ratios.append(peer[n] / d)
    print("%-42s %10.2f %10.3f %6.0fx" % (n, peer[n] * 1e3, d * 1e3, ratios[-1]))
print("median ratio %.0fx, least %.0fx" % (statistics.median(ratios), min(ratios)))
