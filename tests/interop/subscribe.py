"""A real subscription: vdirsyncer takes the feed from our running server over HTTP, and khal shows what a member would see.

Then an event moves in the events file, another is cancelled, the file breaks and is mended, and khal must see each and lose nothing.
Usage: subscribe.py CALFEED SCRATCH, by the Python that has requirements.txt.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import time

SECONDS = 30  # the server looks at the file every second; a change that takes longer is a failure

EVENTS = """\
calendar: {name: Subscribed, slug: subscribed, domain: s.example.org, url: https://s.example.org, timezone: Europe/London}
events:
  - id: weekly
    title: Weekly
    start: 2027-03-16 18:00
    end: "19:00"
    repeats: weekly
    count: 4
    changes:
      2027-03-30: {location: Hall}
  - {id: once, title: Once, start: 2027-03-20, end: 2027-03-21}
"""

FIRST = [
    "2027-03-16 18:00 2027-03-16 19:00 Weekly",
    "2027-03-20 00:00 2027-03-21 00:00 Once",
    "2027-03-23 18:00 2027-03-23 19:00 Weekly",
    "2027-03-30 18:00 2027-03-30 19:00 Weekly",
    "2027-04-06 18:00 2027-04-06 19:00 Weekly",
]


class Member:
    """Someone with vdirsyncer and khal, in a folder of their own."""

    def __init__(self, folder, url):
        self.bin, self.folder = pathlib.Path(sys.executable).parent, folder
        (folder / "calendar").mkdir()
        (folder / "vdirsyncer.conf").write_text(f"""\
[general]
status_path = "{folder}/status"
[pair feed]
a = "here"
b = "there"
collections = null
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
[storage there]
type = "http"
url = "{url}"
""")
        (folder / "khal.conf").write_text(f"""\
[calendars]
[[subscribed]]
path = {folder}/calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = Europe/London
default_timezone = Europe/London
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
""")
        self.run("vdirsyncer", "-c", folder / "vdirsyncer.conf", "discover")

    def run(self, program, *arguments):
        done = subprocess.run(
            [self.bin / program, *arguments],
            env={"HOME": str(self.folder), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "Europe/London"},
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise SystemExit(f"{program} failed: {done.stdout}{done.stderr}")
        return done.stdout

    def synchronised(self):
        """What khal lists after vdirsyncer has asked the server."""
        self.run("vdirsyncer", "-c", self.folder / "vdirsyncer.conf", "sync")
        listed = self.run(
            "khal", "-c", self.folder / "khal.conf", "list", "--day-format", "",
            "--format", "{start-long-full} {end-long-full} {title}", "2027-03-01", "2027-05-01",
        )
        # What lasts two days is listed on both.
        return list(dict.fromkeys(" ".join(line.split()) for line in listed.splitlines() if line.strip()))


class Server:
    def __init__(self, calfeed, folder, text):
        self.file, self.log_path = folder / "events.yaml", folder / "server.log"
        self.write(text)
        self.log = self.log_path.open("w")
        self.process = subprocess.Popen(
            [calfeed, "serve", self.file, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, stderr=self.log, text=True
        )
        self.url = self.process.stdout.readline().split()[-1]

    def write(self, text):
        # As an editor or a deployment does: the whole file at once.
        new = self.file.with_suffix(".new")
        new.write_text(text)
        new.replace(self.file)

    def end(self):
        self.process.terminate()
        assert self.process.wait(SECONDS) == 0, "the server ends well"


def eventually(see, wanted, what):
    until = time.monotonic() + SECONDS
    seen = see()
    while seen != wanted and time.monotonic() < until:
        time.sleep(0.2)
        seen = see()
    if seen != wanted:
        raise SystemExit(f"{what}: khal shows\n" + "\n".join(seen) + "\nand not\n" + "\n".join(wanted))
    print(f"{what}: seen")


def changed(text, old, new):
    assert old in text, old
    return text.replace(old, new)


def main():
    calfeed, scratch = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    folder = scratch / "subscription"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    server = Server(calfeed, folder, EVENTS)
    try:
        member = Member(folder, f"{server.url}subscribed.ics")
        see = member.synchronised
        eventually(see, FIRST, "subscribed")

        text = changed(EVENTS, "    changes:\n", "    changes:\n      2027-03-23: {moved_to: 2027-03-24 17:00}\n")
        server.write(text)
        moved = sorted([FIRST[0], FIRST[1], "2027-03-24 17:00 2027-03-24 18:00 Weekly", *FIRST[3:]])
        eventually(see, moved, "an event moves")

        text = changed(text, "{location: Hall}", "{cancelled: flood}")
        server.write(text)
        cancelled = [line.replace("03-30 19:00 Weekly", "03-30 19:00 CANCELLED: Weekly") for line in moved]
        eventually(see, cancelled, "an event is cancelled")

        logged = server.log_path.stat().st_size
        server.write(text + "  - {id: half, title: [\n")
        until = time.monotonic() + SECONDS
        while server.log_path.stat().st_size == logged and time.monotonic() < until:
            time.sleep(0.1)
        assert server.log_path.stat().st_size > logged, "the server says that the file is broken"
        eventually(see, cancelled, "the file breaks, and nothing is lost")

        server.write(text + "  - {id: new, title: New, start: 2027-04-08 10:00, end: \"11:00\"}\n")
        mended = [*cancelled, "2027-04-08 10:00 2027-04-08 11:00 New"]
        eventually(see, mended, "the file is mended, with one event more")
    finally:
        server.end()


if __name__ == "__main__":
    main()
