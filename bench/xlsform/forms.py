"""Writes the workbooks to convert: the ten largest forms of pyxform's own
tests, and one of 1,000 questions in 4 languages."""
import json, os, sys
from openpyxl import Workbook
from pyxform.xls2json_backends import _md_table_to_ss_structure

out, cases = sys.argv[1], sys.argv[2]

def save(name, sheets):
    wb = Workbook()
    wb.remove(wb.active)
    for s, rows in sheets.items():
        ws = wb.create_sheet(s)
        for r in rows:
            ws.append(list(r))
    wb.save(os.path.join(out, name + ".xlsx"))

if os.path.exists(cases):
    best = {}
    for line in open(cases, encoding="utf-8"):
        k = json.loads(line)
        if k["md"] and k["pyxform_pass"] and not k["errored"] and ")FILE" not in k["md"]:
            best.setdefault(k["id"].split(".")[-1], k)
    for k in sorted(best.values(), key=lambda k: -len(k["md"]))[:10]:
        save(k["id"].split(".")[-1][:40], _md_table_to_ss_structure(k["md"]))

langs = ["Français (fr)", "English (en)", "Bamanankan (bm)", "العربية (ar)"]
head = ["type", "name"] + ["label::" + l for l in langs] + ["hint::" + l for l in langs] + ["relevant", "constraint", "calculation", "required"]
rows = [head]
for i in range(1000):
    t = ["text", "integer", "select_one l%d" % (i % 50), "date", "calculate"][i % 5]
    labels = ["%s question %d ${q%d}" % (l, i, i - 1) if i % 7 == 1 else "%s question %d" % (l, i) for l in langs]
    if t == "calculate":
        rows.append([t, "q%d" % i] + [""] * 8 + ["", "", "if(${q%d} = 'c1', 1, ${q%d} + 1)" % (i - 2, i - 3), ""])
    else:
        rows.append([t, "q%d" % i] + labels + ["%s: %d" % (l, i) for l in langs]
                    + ["${q%d} != ''" % (i - 1) if i % 3 == 1 else "", ". >= 0 and . <= 100" if t == "integer" else "", "", "yes" if i % 2 else ""])
choices = [["list_name", "name"] + ["label::" + l for l in langs]]
for i in range(50):
    for j in range(10):
        choices.append(["l%d" % i, "c%d" % j] + ["%s %d %d" % (l, i, j) for l in langs])
save("generated_1000x4", {"survey": rows, "choices": choices, "settings": [["form_title", "form_id", "default_language"], ["Generated", "generated", langs[0]]]})
