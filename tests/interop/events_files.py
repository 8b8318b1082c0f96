"""Every events file of the repository, and one of 5,000 events → its feeds, built by the real program, and the instances that `calfeed list` gives of each.

Guaranteed: an `.ics` that nothing is expected of is an error, and so is a feed that is not there, or an event without its invite.
"""

import json
import os
import pathlib
import shutil
import subprocess
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import yaml

FOLDERS = ["examples/events", "tests/it/cases", "tests/it/cases/good"]

# Readers are asked for more than is compared, so that no reader's notion of a window's edge decides.
ASKED = ("2014-12-01", "2041-02-01")
COMPARED = ("2015-01-01", "2041-01-01")

NOW = datetime(2026, 6, 15, 12, tzinfo=timezone.utc)


# A file that nobody wants to read: made here.
FIVE_THOUSAND = "(5,000 events)"


def five_thousand():
    days = (date(2021, 1, 1) + timedelta(days=number // 2) for number in range(5000))
    events = (
        f"  - {{id: e-{number:04}, title: Event {number:04}, start: {day} {9 + number % 2}:30, duration: 45m}}\n"
        for number, day in enumerate(days)
    )
    return (
        "calendar: {name: Five thousand, slug: all, domain: all.example.org, url: https://all.example.org, "
        "timezone: America/New_York, allow: [large-feed]}\nevents:\n" + "".join(events)
    )


@dataclass
class Feed:
    """One `.ics`, and what it should be read as: rows of uid, recurrence id, start, end, title, status, location, url."""

    events_file: str
    path: str  # as it is published
    file: pathlib.Path
    expected: list

    @property
    def is_invite(self):
        return self.path.startswith("events/")


def compared(rows):
    """Those that start in the years that are compared, in order."""
    first, last = COMPARED
    return sorted((row for row in rows if first <= row[2] < last), key=lambda row: [cell or "" for cell in row])


def utc(moment):
    if moment is None or "T" not in moment:
        return moment
    instant = datetime.fromisoformat(moment).astimezone(timezone.utc)
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


class EventsFile:
    def __init__(self, calfeed, name, scratch):
        self.calfeed, self.name = calfeed, name
        folder = scratch / name.removesuffix(".yaml").replace("/", "+").strip("()").replace(" ", "-")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        # A copy with a date of its own: the events are dated by it.
        self.copy = folder / "events.yaml"
        if name == FIVE_THOUSAND:
            self.copy.write_text(five_thousand())
        elif pathlib.Path(name).is_dir():
            shutil.copytree(name, folder, dirs_exist_ok=True)
        else:
            shutil.copyfile(name, self.copy)
        for file in folder.rglob("*.y*ml"):
            os.utime(file, (NOW.timestamp() - 86400 * 150,) * 2)
        self.out = folder / "out"

    def run(self, *arguments):
        done = subprocess.run(
            [self.calfeed, *map(str, arguments)],
            env={"SOURCE_DATE_EPOCH": str(int(NOW.timestamp()))},
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise SystemExit(f"{self.name}: calfeed {arguments[0]} failed\n{done.stderr}")
        return done.stdout

    def listed(self, *group):
        first, last = ASKED
        found = self.run("list", self.copy, "--from", first, "--to", last, "--format", "json", *group)
        return json.loads(found)

    def feeds(self):
        self.run("build", self.copy, "--out", self.out)
        calendar, groups = self.calendar_and_groups()
        everything = self.listed()
        expected = {}
        # Whose events have a feed of their own, and are not in that of the calendar.
        only = {group for group, keys in groups.items() if keys.get("feed") == "only"}
        is_for_all = lambda instance: not instance["groups"] or not only.issuperset(instance["groups"])
        for_all = list(filter(is_for_all, everything))
        for slug in [calendar["slug"], *(calendar.get("formerly") or [])]:
            expected[f"{slug}.ics"] = for_all
        for group, keys in groups.items():
            of_group = self.listed("--group", group)
            for slug in [group, *(keys.get("formerly") or [])]:
                expected[f"{slug}.ics"] = of_group
        invites = self.invites(everything, calendar["domain"])
        found = {str(file.relative_to(self.out)): file for file in self.out.rglob("*.ics")}
        of_events = {self.invite(instance["uid"], calendar["domain"]) for instance in everything}
        missing = (expected.keys() | of_events) - found.keys()
        if missing:
            raise SystemExit(f"{self.name}: {sorted(missing)} are not built")
        for path, file in sorted(found.items()):
            if self.name == FIVE_THOUSAND and path not in expected:
                # Of a calendar that large the feed is what people read.
                continue
            rows = expected.get(path) or invites.get(path)
            # A feed may be empty, an invite may not.
            if rows is None and path not in expected:
                raise SystemExit(f"{self.name}: of {path} nothing is listed")
            yield Feed(self.name, path, file, compared(map(row, rows or [])))

    def calendar_and_groups(self):
        """The calendar, and the groups of all files."""
        written = yaml.safe_load(self.copy.read_text(encoding="utf-8-sig"))
        groups = dict(written.get("groups") or {})
        if written.get("include"):
            for file in sorted(self.copy.parent.rglob("*.y*ml")):
                included = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
                groups |= included.get("groups") or {}
        return written["calendar"], groups

    @staticmethod
    def invite(uid, domain):
        return f"events/{uid.removesuffix(f'@{domain}').replace('.', '/')}.ics"

    @classmethod
    def invites(cls, instances, domain):
        """What stands in the invite of an event, and in that of each instance, which stands alone."""
        invites = {}
        for instance in instances:
            invites.setdefault(cls.invite(instance["uid"], domain), []).append(instance)
            if instance["recurrence_id"] is not None:
                # Of one of several series, the id of the event is what stands before the dot.
                id, key = instance["uid"].removesuffix(f"@{domain}").split(".")[0], instance["recurrence_id"][:10]
                alone = instance | {"uid": f"{id}.{key}@{domain}", "recurrence_id": None}
                invites[cls.invite(alone["uid"], domain)] = [alone]
        return invites


def row(instance):
    return [
        instance["uid"],
        utc(instance["recurrence_id"]),
        utc(instance["start"]),
        utc(instance["end"]),
        instance["title"],
        instance["status"],
        instance["location"],
        instance["url"],
    ]


def every_feed(calfeed, scratch):
    names = ["events.yaml"]
    for folder in FOLDERS:
        names += sorted(str(path) for path in pathlib.Path(folder).glob("*.yaml"))
        names += sorted(str(path.parent) for path in pathlib.Path(folder).glob("*/events.yaml"))
    for name in [*names, FIVE_THOUSAND]:
        yield from EventsFile(calfeed, name, scratch).feeds()
