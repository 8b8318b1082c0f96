"""Other people's programs read the feed of the folder that steps.py published: each sees what `calfeed list` lists.

Usage: readers.py CALFEED SITE SCRATCH, by the Python of tests/interop, whose programs are in SCRATCH. They are icalendar, ical.js, node-ical,
libical, Radicale, vdirsyncer and khal, and calcard in `cargo test`: the_feed_of_the_starter_is_read_by_two_more_readers.
"""

import functools
import http.server
import json
import pathlib
import shutil
import subprocess
import sys
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/interop"))

import caldav  # noqa: E402
from events_files import ASKED, Feed, compared, row  # noqa: E402
from judge import read, readers  # noqa: E402
from subscribe import Member  # noqa: E402

FEED = "riverside-book-club.ics"
SPRING = [f"2027-{day} 18:30 2027-{day} 20:00 Book club" for day in ("03-09", "04-13")]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A static host, which does not log."""

    def log_message(self, *_):
        pass


def expect(name, seen, wanted):
    if seen != wanted:
        raise SystemExit(f"error: {name} reads {seen}, and not {wanted}")
    print(f"{name}: reads the feed")


def main():
    calfeed, site, scratch = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
    first, last = ASKED
    options = ["--from", first, "--to", last, "--format", "json"]
    listed = subprocess.run([calfeed, "list", ROOT / "starter/events.yaml", *options], capture_output=True, text=True, check=True)
    expected = compared(map(row, json.loads(listed.stdout)))
    feed = Feed("starter", FEED, site / FEED, expected)
    for name, (_, command) in readers(scratch).items():
        (seen,) = read(command, [feed])
        expect(name, compared(seen) if isinstance(seen, list) else seen, expected)

    invite = Feed("starter", "events/book-club.ics", site / "events/book-club.ics", expected)
    expect(caldav.NAME, caldav.verdicts([invite], scratch), [[]])

    folder = scratch / "starter"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    host = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    member = Member(folder, f"http://127.0.0.1:{host.server_port}/{FEED}")
    expect("vdirsyncer and khal", member.synchronised(), SPRING)


if __name__ == "__main__":
    main()
