#!/usr/bin/env python3
"""What hostile files cost, and how soon a reading ends when it is told to.

    python3 bench/hostile/run.py DIRES [FOLDER]

DIRES is the compiled program. FOLDER (a new one in TMPDIR otherwise) takes the files, 500 MB. Each line is one file and one verb: seconds of wall clock,
MB held at most, exit status, first words said; then seconds from the signal to the end. Limits: 10 s, 256 MB, 1 s. Status 1 where one is broken.
"""
import os, signal, subprocess, sys, tempfile, threading, time, zipfile

dires = os.path.abspath(sys.argv[1])
top = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp()
os.makedirs(top, exist_ok=True)
os.chdir(top)
broken = []

BOOK = ('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
RELS = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')


def book(name, parts):
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", BOOK)
        z.writestr("xl/_rels/workbook.xml.rels", RELS)
        with z.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as f:
            for p in parts:
                f.write(p)


def rows(n, of=b"1,2,2031-02-03,Sable,1\n"):
    with open("f", "wb") as f:
        f.write(b"id,who,date,place,deaths\n")
        for _ in range(n // 1000):
            f.write(of * 1000)


def wide(name, n=30000):
    with open(name, "w") as f:
        f.write(",".join("c%d" % i for i in range(n)) + "\n")
        for _ in range(20):
            f.write(",".join("1" for _ in range(n)) + "\n")


def make():
    wide("wide.csv")
    head = b'<worksheet><sheetData><row r="1">'
    book("deep.xlsx", [head] + [b"<c>" * 1000] * 6000)
    book("bomb.xlsx", [head, b'<c r="A1" t="inlineStr"><is><t>'] + [b" " * (1 << 20)] * 2000)
    book("bomb-rows.xlsx", [b"<worksheet><sheetData>"] + [b'<row><c><v>1</v></c><c><v>2</v></c></row>' * 20000] * 600 + [b"</sheetData></worksheet>"])
    rows(10_000_000)
    os.rename("f", "long.csv")
    with open("line.csv", "wb") as f:
        f.write(b"id,who\n1,")
        for _ in range(200):
            f.write(b"x" * (1 << 20))
    with open("quote.csv", "wb") as f:
        f.write(b'id,who\n1,"')
        for _ in range(200):
            f.write(b"x\n" * (1 << 19))


def study(name, file, reader="reports", source=""):
    d = os.path.join(name, "studies", "h")
    os.makedirs(os.path.join(d, "sources"), exist_ok=True)
    os.makedirs(os.path.join(d, "inbox"), exist_ok=True)
    open(os.path.join(name, "dires.toml"), "w").close()
    with open(os.path.join(d, "study.toml"), "w") as f:
        f.write('id = "h"\nnature = "fictional"\nlanguages = ["en"]\ntitle = {en = "FICTION"}\ncountry_name = {en = "Orvanie"}\n')
    with open(os.path.join(d, "sources", "x.toml"), "w") as f:
        f.write(source or 'id = "x"\nname = {en = "FICTION"}\nclass = "resident"\nreader = "%s"\nfiles = ["inbox/%s"]\ncannot_see = {en = "x"}\n'
                'licence = {level = "derived", name = "FICTION"}\n' % (reader, file))
    to = os.path.join(d, "inbox", file)
    if file and not os.path.exists(to):
        os.link(os.path.abspath(file), to)
    return name


def run(what, args, most=60):
    start = time.time()
    p = subprocess.Popen([dires] + args, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ, DIRES_LANG="en"))
    timer = threading.Timer(most, p.kill)
    timer.start()
    said = p.stdout.read().decode("utf-8", "replace")
    _, status, use = os.wait4(p.pid, 0)
    timer.cancel()
    s, mb = time.time() - start, use.ru_maxrss / 1024
    cpu = use.ru_utime + use.ru_stime
    bad = s > 10 or mb > 256 or "goroutine" in said
    if bad:
        broken.append(what)
    line = next((x for x in said.splitlines() if x.strip()), "")
    print("| %s | %.1f | %.1f | %d | %d | %s%s |" % (what, s, cpu, mb, os.waitstatus_to_exitcode(status), line[:110], "  BROKEN" if bad else ""), flush=True)


def endless(path, stop):
    try:
        with open(path, "wb") as f:
            f.write(b"id,who,date,place,deaths\n")
            while not stop.is_set():
                f.write(b"1,2,2031-02-03,Sable,1\n" * 1000)
    except BrokenPipeError:
        pass


def told(what, args, fifo, sig):
    if os.path.exists(fifo):
        os.remove(fifo)
    os.mkfifo(fifo)
    stop = threading.Event()
    t = threading.Thread(target=endless, args=(fifo, stop), daemon=True)
    p = subprocess.Popen([dires] + args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    t.start()
    time.sleep(2)
    early = p.poll()
    start = time.time()
    if early is None:
        p.send_signal(sig)
    try:
        p.wait(20)
    except subprocess.TimeoutExpired:
        p.kill()
        p.wait()
    s = time.time() - start
    stop.set()
    if s > 1:
        broken.append(what)
    print("| %s | %s | %s |" % (what, "ended before, status %s" % early if early is not None else "%.2f" % s, p.returncode), flush=True)


make()
print("| file, verb | s | CPU-s | MB | status | says |\n|---|---|---|---|---|---|")
for f in ["wide.csv", "deep.xlsx", "bomb.xlsx", "bomb-rows.xlsx", "long.csv", "line.csv", "quote.csv"]:
    run("%s, `import --dry-run`" % f, ["import", "--dry-run", "--dir", study("w-" + f, f)])
    run("%s, `tool agree`" % f, ["tool", "agree", f])
    os.remove(f) if f != "long.csv" else None
for what, text in [("[", "a = " + "[" * 3_000_000), ("{", "a = " + "{a=" * 1_000_000), (".", "a" + ".a" * 1_500_000 + " = 1\n"), ("[t]", "".join("[%s]\n" % ".".join("a" * (i % 90 + 1)) for i in range(32000)))]:
    run("3 MB of `%s` in a source's TOML, `check`" % what, ["check", "--dir", study("w-toml", "", source=text)])
print("\n| reading without end, told to stop | s | status |\n|---|---|---|")
for name, sig in [("SIGINT", signal.SIGINT), ("SIGTERM", signal.SIGTERM)]:
    told("`tool agree`, " + name, ["tool", "agree", "endless.csv"], "endless.csv", sig)
    told("`tool estimate`, " + name, ["tool", "estimate", "endless.csv", "mean", "deaths"], "endless.csv", sig)
    w = study("w-endless", "long.csv")
    to = os.path.join(w, "studies", "h", "inbox", "long.csv")
    told("`import --dry-run`, " + name, ["import", "--dry-run", "--dir", w], to, sig)
    told("`check`, " + name, ["check", "--dir", w], to, sig)
sys.exit(1 if broken else 0)
