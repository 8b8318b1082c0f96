"""Hostile lists of what a build wrote: `.calfeed` files that came with a repository, were edited, or list what people wrote.

After each build, whether it succeeded or refused, every file, folder and link that calfeed did not write is as it was. Two builds into one
folder at the same time leave a list in which nothing is missing.
"""

import hashlib
import os
import subprocess

from calendars import events_file, run
from report import expect
from server import ENVIRONMENT, PATIENCE

HEADER = "# calfeed: the files and folders that a build put here, and may remove. Do not edit."
# What people have beside a calendar that is built with `--out .`, and with bytes that no build writes.
FOREIGN = [
    ".git/HEAD",
    ".git/config",
    ".github/workflows/ci.yml",
    ".env",
    ".nojekyll",
    "CNAME",
    "README.md",
    "src/main.rs",
    "events.ics.txt",
    "events/notes.txt",
    "events/old-event/photo.jpg",
    "deep/er/still/notes.txt",
    "Events/old.ics",
    "old event.ics",
    "OLD.ics",
    "events/old.html",
    "index.html.bak",
]
# Names that a build may write, with what a person wrote in them.
EDITED = ["events/by-hand/index.html", "events/by-hand.ics", "events/by-hand/2026-01-01.ics", "by-hand.ics", "next.md"]
# Paths that lead out of the folder, or are no names at all.
CLIMBING = [
    "../outside.txt",
    "events/../../outside.txt",
    "/tmp/calfeed-attack-outside.txt",
    "./CNAME",
    "events//notes.txt",
    "..",
    ".",
    "",
    "C:\\outside.txt",
    "..\\outside.txt",
    "CNAME\x00",
    "\u202eEMANC",
    ".calfeed",
    "linked/outside.txt",
    "link.ics",
]


def tree(folder):
    """Path → what is there, without following a link."""
    found = {}
    for at, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(at, name)
            key = os.path.relpath(path, folder)
            if os.path.islink(path):
                found[key] = "link to " + os.readlink(path)
            elif os.path.isdir(path):
                found[key] = "folder"
            elif not os.path.isfile(path):
                found[key] = "special"
            else:
                with open(path, "rb") as file:
                    found[key] = hashlib.sha256(file.read()).hexdigest()
    return found


def place(parent):
    """A folder with what people have, beside a file that no build may reach."""
    folder = parent / "site"
    for name in FOREIGN + EDITED:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"a person wrote {name}\n", encoding="utf-8")
    (parent / "outside.txt").write_text("outside\n", encoding="utf-8")
    (parent / "elsewhere").mkdir()
    (parent / "elsewhere/outside.txt").write_text("outside\n", encoding="utf-8")
    (folder / "linked").symlink_to("../elsewhere")
    (folder / "link.ics").symlink_to("../outside.txt")
    return folder


def digest(path):
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return "0" * 64


def builds(program, parent, folder, what):
    """Builds two versions in turn, and compares what people wrote before and after each."""
    before = tree(parent)
    source = parent / "events.yaml"
    for version in (events_file(mark="first"), events_file(events=6, mark="second")):
        source.write_text(version, encoding="utf-8")
        code, _, errors = run(program, "build", "--out", folder, source)
        after = tree(parent)
        changed = {path: (was, after.get(path)) for path, was in before.items() if after.get(path) != was and path != "site/.calfeed"}
        expect(not changed, what, f"exit code {code}, {errors[:600]!r}, changed or gone: {changed}", "every file of a person as it was")
        expect(code in (0, 1, 2) and b"panicked" not in errors, what, f"exit code {code}, {errors!r}", "success, or a refusal")
        expect(code == 0 or errors, what, f"exit code {code} and no message", "a message with a refusal")


def listed(report, program, folder, chance):
    """Lists of several forms, each of which names everything."""
    names = FOREIGN + EDITED + CLIMBING
    folders = [".git/", ".github/", "src/", "deep/", "deep/er/still/", "events/", "../", "/", "linked/", "./"]
    forms = {
        "names alone": lambda site, name: name,
        "names with digests of zeros": lambda site, name: f"{name} {'0' * 64}",
        "names with a digest in front": lambda site, name: f"{'0' * 64}  {name}",
        "names with half a digest": lambda site, name: f"{name} {'ab' * 16}",
        "names with digests and dates without end": lambda site, name: f"{name} {'0' * 64} {'9' * 30}",
        # A name that no build writes is not removed even if its digest is right.
        "foreign names with their own digests": lambda site, name: f"{name} {digest(site / name)}" if name not in EDITED else "x",
        "names with CRLF": lambda site, name: name + "\r",
    }
    for number, (name, form) in enumerate(forms.items()):
        with report(f"a list of {name}"):
            parent = folder / f"listed-{number}"
            site = place(parent)
            lines = [form(site, one) for one in names] + folders
            chance.shuffle(lines)
            list_ = "\n".join([HEADER, *lines]) + "\n"
            (site / ".calfeed").write_text(list_, encoding="utf-8", newline="")
            builds(program, parent, site, f".calfeed: {list_}")


def odd_lists(report, program, folder, chance):
    """Lists that are no lists: a build refuses them, or begins anew."""
    lists = {
        "empty": b"",
        "only a header": HEADER.encode() + b"\n",
        "no header": b"CNAME\n.env\n",
        "binary": b"# calfeed: \xff\xfe\n" + chance.randbytes(4000),
        "NULs": HEADER.encode() + b"\n" + b"\0" * 1000,
        "a line of 10 MB": HEADER.encode() + b"\n" + b"a/" * 5_000_000 + b"b\n",
        "200,000 names": HEADER.encode() + b"\n" + b"".join(b"events/e-%d.ics\n" % n for n in range(200_000)),
        "cut in a line": HEADER.encode() + b"\nCNAME\n.en",
        "another header": b"# calfeed: something else\n.env\nCNAME\nevents/by-hand.ics\n",
    }
    for number, (name, content) in enumerate(lists.items()):
        with report(f"a list: {name}"):
            parent = folder / f"odd-{number}"
            site = place(parent)
            (site / ".calfeed").write_bytes(content)
            builds(program, parent, site, f".calfeed: {content[:200]!r}")
    links = {"a link to a file of a person": "CNAME", "a link out of the folder": "../outside.txt", "a link to /dev/zero": "/dev/zero"}
    for number, (name, target) in enumerate(links.items()):
        with report(f"a list: {name}"):
            parent = folder / f"link-{number}"
            site = place(parent)
            (site / ".calfeed").symlink_to(target)
            builds(program, parent, site, f".calfeed: a link to {target}")
    for name, make in {"a folder": os.mkdir, "a FIFO": os.mkfifo}.items():
        with report(f"a list: {name}"):
            parent = folder / name.replace(" ", "-")
            site = place(parent)
            make(site / ".calfeed")
            builds(program, parent, site, f".calfeed: {name}")


def edited_pages(report, program, folder):
    """A page that a person edits after a build is theirs: no build overwrites or removes it."""
    for number, name in enumerate(["events/evening-11/index.html", "events/evening-00/index.html", "style.css", "index.html", "attacked.ics"]):
        with report(f"a person edits {name} after a build"):
            parent = folder / f"edited-{number}"
            site = parent / "site"
            site.mkdir(parents=True)
            source = parent / "events.yaml"
            source.write_text(events_file(), encoding="utf-8")
            code, _, errors = run(program, "build", "--out", site, source)
            expect(code == 0, "calfeed build", errors, "exit code 0")
            edited = (site / name).read_bytes() + b"<!-- a person wrote this -->\n"
            (site / name).write_bytes(edited)
            for text in (events_file(), events_file(events=6, mark="second")):
                source.write_text(text, encoding="utf-8")
                code, _, errors = run(program, "build", "--out", site, source)
                now = (site / name).read_bytes() if (site / name).exists() else None
                got = f"exit code {code}, {errors[:600]!r}, {'the edited bytes' if now == edited else 'other bytes' if now else 'gone'}"
                expect(now == edited and name.encode() in errors, f"{name} edited, then a build", got, "the edited bytes, and a message that names it")


def same_bytes(report, program, folder):
    """A file of a person that happens to have our bytes is not adopted: edited later, it is still theirs."""
    with report("a person's style.css has the bytes of ours, and is edited later"):
        parent = folder / "same-bytes"
        site = parent / "site"
        site.mkdir(parents=True)
        source = parent / "events.yaml"
        source.write_text(events_file(), encoding="utf-8")
        run(program, "build", "--out", parent / "other", source)
        ours = (parent / "other/style.css").read_bytes()
        (site / "style.css").write_bytes(ours)
        _, _, first = run(program, "build", "--out", site, source)
        edited = ours + b"/* mine */\n"
        (site / "style.css").write_bytes(edited)
        code, _, errors = run(program, "build", "--out", site, source)
        now = (site / "style.css").read_bytes()
        got = f"{first!r}, then exit code {code}, {errors!r}, {'the edited bytes' if now == edited else 'other bytes'}"
        expect(now == edited, "a build, an edit, a build", got, "the edited bytes")


def together(report, program, folder, chance):
    """Two builds into one folder at the same time: afterwards the list has every file that is there, and the next build tidies up."""
    with report("20 times two builds into one folder at the same time"):
        site = folder / "site"
        sources = []
        for number in range(2):
            source = folder / f"events-{number}.yaml"
            events = events_file(events=8 + 3 * number, mark=f"build-{number}")
            source.write_text(events.replace("id: evening", f"id: evening-{number}"), encoding="utf-8")
            sources.append(source)
        for turn in range(20):
            pair = [
                subprocess.Popen(
                    [str(program), "build", "--out", str(site), str(source)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT
                )
                for source in chance.sample(sources, 2)
            ]
            errors = [process.communicate(timeout=PATIENCE)[1] for process in pair]
            codes = [process.returncode for process in pair]
            there = {path for path, what in tree(site).items() if what != "folder" and not path.startswith(".")}
            lines = (site / ".calfeed").read_text(encoding="utf-8").splitlines()[1:]
            names = {line.split(" ")[0] for line in lines if not line.endswith("/")}
            got = f"turn {turn}, exit codes {codes}, {errors}, in the folder but not in the list: {sorted(there - names)}"
            expect(0 in codes and there <= names, "two builds at the same time", got, "one success, and a list with every file")
        code, _, errors = run(program, "build", "--out", site, sources[0])
        run(program, "build", "--out", folder / "alone", sources[0])
        difference = set(tree(site).items()) ^ set(tree(folder / "alone").items())
        leftover = sorted(path for path, _ in difference if not path.startswith("."))
        expect(code == 0 and not leftover, "a build alone after them", f"exit code {code}, {errors!r}, different: {leftover}", "what a first build writes")


def attack(report, program, folder, chance):
    listed(report, program, folder, chance)
    odd_lists(report, program, folder, chance)
    edited_pages(report, program, folder)
    same_bytes(report, program, folder)
    (folder / "together").mkdir()
    together(report, program, folder / "together", chance)
