"""Events files for the attacks, and what the program publishes of them.

All events are in the coming weeks, so that the server has a reason to hold back a version in which they are gone.
"""

import datetime
import re
import subprocess

from report import Failure
from server import ENVIRONMENT, PATIENCE

FEED = "/attacked.ics"
GROUP_FEED = "/poetry.ics"


def coming(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


def events_file(events=12, mark="first", domain="attacked.example.org", slug="attacked", padding=0):
    """An events file; `mark` is in every title, so that no two versions publish the same bytes."""
    lines = [
        "calendar:",
        f"  name: Attacked {mark}",
        f"  slug: {slug}",
        f"  domain: {domain}",
        f"  url: https://{domain}",
        "  timezone: Europe/London",
        "groups:",
        "  poetry:",
        "    name: Poetry",
        "events:" if events else "events: []",
    ]
    for number in range(events):
        lines += [
            f"  - id: evening-{number:02}",
            f"    title: Evening {number} {mark}",
            f"    start: {coming(20 + 2 * number)} 19:00",
            '    end: "21:00"',
            "    group: poetry",
            f"    description: An evening of {mark}",
        ]
    lines += ["# " + "x" * 98] * (padding // 101)
    return "\n".join(lines) + "\n"


def run(program, *arguments, folder=None, input=None):
    """Runs the program to its end: exit code, standard output, standard error, as bytes."""
    done = subprocess.run(
        [str(program), *map(str, arguments)],
        cwd=folder,
        input=input if input is not None else b"",
        capture_output=True,
        timeout=PATIENCE,
        env=ENVIRONMENT,
    )
    return done.returncode, done.stdout, done.stderr


def feed_of(program, folder, text):
    """The feed that `build` writes of an events file, without what depends on the time of the last change."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "events.yaml").write_text(text, encoding="utf-8")
    code, _, errors = run(program, "build", "--out", folder / "out", folder / "events.yaml")
    slug = re.search(r"slug: (\S+)", text)[1]
    if code != 0:
        raise Failure("calfeed build", errors, "exit code 0")
    return undated((folder / "out" / f"{slug}.ics").read_bytes())


def undated(feed):
    """A feed without the properties that say when something was changed: what is left depends on the events file alone."""
    return re.sub(rb"^(SEQUENCE|DTSTAMP|LAST-MODIFIED|CREATED)[:;].*\r\n", b"", feed, flags=re.M)


def sequences(feed):
    """UID and RECURRENCE-ID of each event → its SEQUENCE."""
    found = {}
    for part in feed.replace(b"\r\n ", b"").split(b"BEGIN:VEVENT\r\n")[1:]:
        values = dict(re.findall(rb"^(UID|RECURRENCE-ID|SEQUENCE)(?:;[^:\r]*)?:([^\r]*)\r", part, flags=re.M))
        found[values.get(b"UID"), values.get(b"RECURRENCE-ID")] = int(values.get(b"SEQUENCE", b"0"))
    return found
