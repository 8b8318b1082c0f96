"""JSON → Python icalendar: icalendar_writer.py FILE OUT"""

import json
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vRecur

source, target = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    given = json.load(file)
zone = ZoneInfo(given["timezone"])
calendar = Calendar()
calendar.add("version", "2.0")
calendar.add("prodid", "-//peer//EN")
for it in given["vevents"]:
    event = Event()
    event.add("uid", it["uid"])
    event.add("dtstamp", datetime(2026, 1, 15, 12, tzinfo=timezone.utc))
    for name in ("start", "end"):
        event.add(f"dt{name}", datetime.fromisoformat(it[name]).replace(tzinfo=zone))
    if it["recurrence_id"]:
        event.add("recurrence-id", datetime.fromisoformat(it["recurrence_id"]).replace(tzinfo=zone))
    if it["rrule"]:
        event.add("rrule", vRecur.from_ical(it["rrule"]))
    for name in ("summary", "description", "location", "url"):
        if it[name]:
            event.add(name, it[name])
    event.add("categories", it["categories"])
    if it["cancelled"]:
        event.add("status", "CANCELLED")
    calendar.add_component(event)
with open(target, "wb") as file:
    file.write(calendar.to_ical())
