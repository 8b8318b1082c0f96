"""A calendar, written by icalendar for Python, on standard output: rules of both spellings, extra dates, alarms, times without a zone."""

import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vGeo, vRecur

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
LONG = "Wir lesen zusammen, Seite für Seite; 本を一緒に読みます, и говорим о прочитанном. " * 4


def event(calendar, uid, title, start, end=None, **properties):
    made = Event()
    made.add("uid", uid)
    made.add("dtstamp", datetime(2026, 1, 10, 8, tzinfo=timezone.utc))
    made.add("summary", title)
    made.add("dtstart", start)
    if end is not None:
        made.add("dtend", end)
    for name, value in properties.items():
        made.add(name.replace("_", "-"), value)
    calendar.add_component(made)
    return made


def main():
    calendar = Calendar()
    calendar.add("prodid", "-//Readers//icalendar//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Readers, writers; and listeners")
    calendar.add("x-wr-timezone", "Europe/London")

    monday = lambda month, day, hour=19: datetime(2024, month, day, hour, tzinfo=LONDON)
    weekly = event(
        calendar, "7b1f6a52-weekly@readers.example.org", "Reading, aloud; and in silence", monday(1, 8), monday(1, 8, 21),
        rrule=vRecur(freq="weekly", byday="MO", until=datetime(2027, 6, 28, 18, tzinfo=timezone.utc)),
        exdate=[monday(4, 1), monday(5, 6)], location="Library, 2nd floor; ask at the desk", description=LONG,
        categories=["Reading", "Open to all, always"], geo=vGeo((51.5, -0.12)), url="https://readers.example.org/weekly",
    )
    weekly.add("exdate", monday(12, 30))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Reading")
    alarm.add("trigger", timedelta(minutes=-30))
    weekly.add_component(alarm)
    event(
        calendar, "7b1f6a52-weekly@readers.example.org", "Reading, aloud; and in silence", datetime(2024, 3, 6, 18, 30, tzinfo=LONDON),
        datetime(2024, 3, 6, 20, 30, tzinfo=LONDON), recurrence_id=monday(3, 4), location="Café", sequence=1,
    )
    event(
        calendar, "7b1f6a52-weekly@readers.example.org", "Reading, aloud; and in silence", monday(9, 2), monday(9, 2, 21),
        recurrence_id=monday(9, 2), status="CANCELLED", sequence=1,
    )

    thursday = datetime(2024, 1, 25, 17, 30, tzinfo=NEW_YORK)
    fourth = event(
        calendar, "c3a9-fourth@readers.example.org", "Authors in New York", thursday, rrule=vRecur(freq="monthly", byday="4TH"),
        duration=timedelta(hours=1, minutes=30), exdate=[datetime(2024, 11, 28, 17, 30, tzinfo=NEW_YORK)],
    )
    fourth.add("rdate", [datetime(2024, 11, 21, 17, 30, tzinfo=NEW_YORK), datetime(2024, 12, 12, 17, 30, tzinfo=NEW_YORK)])
    organizer = vCalAddress("MAILTO:office@readers.example.org")
    organizer.params["cn"] = "Office"
    fourth["organizer"] = organizer

    event(
        calendar, "d4b0-setpos@readers.example.org", "Committee", datetime(2024, 1, 25, 12, tzinfo=LONDON),
        datetime(2024, 1, 25, 13, tzinfo=LONDON), rrule=vRecur(freq="monthly", byday="TH", bysetpos=4, count=24),
    )
    event(calendar, "e5c1-days@readers.example.org", "Festival of the spoken word", date(2025, 5, 23), date(2025, 5, 27))
    event(calendar, "f6d2-yearly@readers.example.org", "World Book Day", date(2020, 4, 23), rrule=vRecur(freq="yearly"))
    event(
        calendar, "29a5-prize@readers.example.org", "Prize of the readers", datetime(2024, 3, 19, 15, tzinfo=LONDON),
        datetime(2024, 3, 19, 16, tzinfo=LONDON), rrule=vRecur(freq="yearly", bymonth=[3, 4, 9], byday="3TU"),
    )
    event(
        calendar, "07e3-floating@readers.example.org", "Breakfast, wherever you are", datetime(2025, 2, 1, 9), datetime(2025, 2, 1, 10),
    )
    event(
        calendar, "18f4-utc@readers.example.org", "Broadcast", datetime(2025, 7, 1, 11, tzinfo=timezone.utc),
        datetime(2025, 7, 1, 12, 15, tzinfo=timezone.utc), status="TENTATIVE", transp="TRANSPARENT", attach="https://readers.example.org/programme.pdf",
    )
    calendar.add_missing_timezones()
    sys.stdout.buffer.write(calendar.to_ical())


main()
