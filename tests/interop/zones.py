"""The clocks of every zone, from 2020 to 2037: what `calfeed list` says of events around each change is what Python's zoneinfo says.

Usage: zones.py CALFEED SCRATCH, by the Python that has requirements.txt: its package `tzdata` is the newest release of the IANA database.
"""

import importlib.resources
import json
import pathlib
import subprocess
import sys
import zoneinfo
from datetime import datetime, timedelta, timezone

FIRST, LAST = 2020, 2037
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# Files of more events than this would be refused.
MOST = 10_000


def zones():
    """The zones that are named after places, with the release that they are of."""
    # Not those of this machine, which may be older.
    zoneinfo.reset_tzpath(to=[])
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith("Etc/"))
    release = importlib.resources.files("tzdata").joinpath("zones").read_text()
    assert set(names) <= set(release.split()), "zoneinfo does not read the package tzdata"
    return {name: zoneinfo.ZoneInfo(name) for name in names}


def offset(zone, instant):
    return instant.astimezone(zone).utcoffset()


def changes(zone):
    """The first instant of each new offset, with the offsets before and after it."""
    low, end = datetime(FIRST, 1, 1, tzinfo=timezone.utc), datetime(LAST + 1, 1, 1, tzinfo=timezone.utc)
    while low < end:
        high = low + DAY
        if offset(zone, low) != offset(zone, high):
            before, after = low, high
            while after - before > timedelta(seconds=1):
                middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
                if offset(zone, middle) == offset(zone, low):
                    before = middle
                else:
                    after = middle
            yield after, offset(zone, low), offset(zone, high)
        low = high


def instants(zone):
    """Two for each half year, and around each change the last and the first whose local times happen once."""
    for year in range(FIRST, LAST + 1):
        for month in (1, 7):
            yield datetime(year, month, 15, 12, tzinfo=timezone.utc)
    for change, before, after in changes(zone):
        repeated = max(before - after, timedelta(0))
        yield change - repeated - 2 * MINUTE
        yield change + repeated


def main(calfeed, scratch):
    expected = {}
    events = []
    for name, zone in zones().items():
        for number, instant in enumerate(instants(zone)):
            event = f"{name.replace('/', '-').replace('_', '-').replace('+', '-').lower()}-{number}"
            local = instant.astimezone(zone)
            expected[event] = local.isoformat()
            start = local.strftime("%Y-%m-%d %H:%M")
            events.append(f"  - {{id: {event}, title: {name}, start: {start}, duration: 1m, timezone: {name}}}\n")
    calendar = (
        "calendar: {name: Clocks, slug: clocks, domain: clocks.example.org, url: https://clocks.example.org, timezone: UTC, "
        "allow: [overlap, large-feed]}\nevents:\n"
    )
    found = {}
    for first in range(0, len(events), MOST):
        file = pathlib.Path(scratch) / "zones.yaml"
        file.write_text(calendar + "".join(events[first : first + MOST]))
        window = ["--from", f"{FIRST - 1}-12-01", "--to", f"{LAST + 1}-02-01"]
        command = [calfeed, "list", "--format", "json", *window, file]
        listed = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if listed.returncode != 0:
            sys.exit(f"{listed.stderr[:4000]}\nerror: calfeed refuses a time that happens once")
        found |= {row["uid"].split("@")[0]: row["start"] for row in json.loads(listed.stdout)}
    wrong = [(event, at, found.get(event)) for event, at in expected.items() if found.get(event) != at]
    for event, at, ours in wrong[:20]:
        print(f"{event}: zoneinfo says {at}, calfeed {ours}")
    count = len({event.rsplit("-", 1)[0] for event in expected})
    if wrong:
        sys.exit(f"error: {len(wrong)} of {len(expected)} instants differ")
    print(f"{count} zones, {len(expected)} instants: all the same")


if __name__ == "__main__":
    main(*sys.argv[1:])
