"""A calendar, written by vobject for Python, on standard output, as Radicale and older tools write them."""

import sys
from datetime import date, datetime, timedelta

import pytz
import vobject

# With a zone of dateutil it would write `TZID:GMT`.
LONDON, UTC = pytz.timezone("Europe/London"), vobject.icalendar.utc


def event(calendar, uid, title, start, end=None):
    made = calendar.add("vevent")
    made.add("uid").value = uid
    made.add("dtstamp").value = datetime(2026, 1, 10, 8, tzinfo=UTC)
    made.add("summary").value = title
    made.add("dtstart").value = start
    if end is not None:
        made.add("dtend").value = end
    return made


def main():
    calendar = vobject.iCalendar()
    calendar.add("x-wr-calname").value = "Repair café"
    at = lambda month, day, hour: LONDON.localize(datetime(2025, month, day, hour))
    weekly = event(calendar, "weekly-1@repairs.example.org", "Repairs, teas; cakes", at(3, 15, 10), at(3, 15, 13))
    weekly.add("rrule").value = "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA"
    weekly.add("exdate").value = [at(4, 12, 10), at(12, 20, 10)]
    weekly.add("location").value = "Church hall, Station Road; back door"
    weekly.add("description").value = "Bring what is broken:\n* lamps\n* bicycles\n* Pullover, Hosen und Röcke"
    alarm = weekly.add("valarm")
    alarm.add("action").value = "DISPLAY"
    alarm.add("description").value = "Repairs"
    alarm.add("trigger").value = timedelta(hours=-2)
    moved = event(calendar, "weekly-1@repairs.example.org", "Repairs, teas; cakes", at(5, 25, 14), at(5, 25, 17))
    moved.add("recurrence-id").value = at(5, 24, 10)
    cancelled = event(calendar, "weekly-1@repairs.example.org", "Repairs, teas; cakes", at(8, 2, 10), at(8, 2, 13))
    cancelled.add("recurrence-id").value = at(8, 2, 10)
    cancelled.add("status").value = "CANCELLED"
    monthly = event(calendar, "monthly-1@repairs.example.org", "Tool library", at(1, 23, 18))
    monthly.add("duration").value = timedelta(minutes=45)
    monthly.add("rrule").value = "FREQ=MONTHLY;BYDAY=TH;BYSETPOS=4;UNTIL=20301231T235959Z"
    days = event(calendar, "days-1@repairs.example.org", "Exhibition of repaired things", date(2025, 9, 12), date(2025, 9, 15))
    days.add("categories").value = ["Exhibition", "Family"]
    event(calendar, "single-1@repairs.example.org", "Opening", datetime(2025, 3, 14, 18, tzinfo=UTC), datetime(2025, 3, 14, 20, tzinfo=UTC))
    sys.stdout.buffer.write(calendar.serialize().encode())


main()
