"""icalendar with recurring-ical-events: paths of .ics files on standard input → the instances of each, a line of JSON.

Absent: all judgement. What the reader sees is printed as it sees it.
"""

import json
import sys
import zoneinfo
from datetime import date, datetime, timezone

import icalendar
import recurring_ical_events

# The zones of the package tzdata, and not those of this machine, which may be older.
zoneinfo.reset_tzpath(to=[])


def moment(value):
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        return value.isoformat() + " floating"
    return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def text(event, name):
    return str(event[name]) if name in event else None


def instances(path, first, last):
    with open(path, "rb") as file:
        calendar = icalendar.Calendar.from_ical(file.read())
    events = calendar.walk("VEVENT")
    series = {str(event["UID"]) for event in events if "RRULE" in event or "RECURRENCE-ID" in event}
    found = []
    for event in recurring_ical_events.of(calendar).between(first, last):
        uid = str(event["UID"])
        # The reader puts a RECURRENCE-ID on what does not recur, too.
        recurs = uid in series
        found.append([
            uid,
            moment(event["RECURRENCE-ID"].dt) if recurs else None,
            moment(event["DTSTART"].dt),
            moment(event["DTEND"].dt),
            text(event, "SUMMARY"),
            text(event, "STATUS"),
            text(event, "LOCATION"),
            text(event, "URL"),
        ])
    return found


def main():
    first, last = (date.fromisoformat(day) for day in sys.argv[1:3])
    for path in sys.stdin.read().splitlines():
        try:
            seen = instances(path, first, last)
        except Exception as error:  # whatever a reader fails with is its verdict
            seen = f"{type(error).__name__}: {error}"
        print(json.dumps(seen, ensure_ascii=False), flush=True)


main()
