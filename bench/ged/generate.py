"""Writes a large file of the shape of GED from the real rows of the demonstration, repeated, each with an id of its own.

usage: generate.py demo.csv out.csv megabytes [text]
With "text" the six columns that the demonstration has blanked are filled with as many letters as the full file has (about 730 bytes a row),
between quotation marks and with commas within, as there: letters only, no words about anything.
"""
import csv, io, sys

src, out, size = sys.argv[1], sys.argv[2], int(sys.argv[3]) * 1_000_000
filled = len(sys.argv) > 4
with open(src, newline="", encoding="utf-8") as f:
    head, *rows = list(csv.reader(f))
at = {h: i for i, h in enumerate(head)}
if filled:
    for i, r in enumerate(rows):
        for k, n in [("source_article", 160), ("source_office", 20), ("source_headline", 120), ("source_original", 12), ("where_coordinates", 14), ("where_description", 60)]:
            w = ("abcd efgh, ijklm nop; qrstu vwxyz " * 8)[i % 30:][: n - i % 9]
            r[at[k]] = w
lines = []
for r in rows:
    b = io.StringIO()
    csv.writer(b).writerow(r[1:])
    lines.append(b.getvalue().rstrip("\r\n"))
n = id = 0
with open(out, "w", newline="", encoding="utf-8") as f:
    n += f.write(",".join(head) + "\r\n")
    while n < size:
        for l in lines:
            id += 1
            n += f.write(f"{id},{l}\r\n")
