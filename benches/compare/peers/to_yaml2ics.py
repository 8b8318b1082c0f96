"""JSON → the file of yaml2ics → yaml2ics: to_yaml2ics.py FILE OUT; the first step is the smaller."""

import json
import sys
import tempfile
from datetime import datetime

import yaml
from yaml2ics import files_to_calendar

source, target = sys.argv[1:]
with open(source, encoding="utf-8") as file:
    given = json.load(file)
events = [
    {
        "summary": it["summary"],
        "description": it["description"],
        "begin": datetime.fromisoformat(it["start"]),
        "end": datetime.fromisoformat(it["end"]),
        "url": it["url"],
    }
    for it in given["vevents"]
]
with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
    yaml.safe_dump({"name": given["name"], "timezone": given["timezone"], "events": events}, file)
    file.flush()
    calendar = files_to_calendar([file.name])
with open(target, "w", encoding="utf-8") as file:
    file.write(calendar.serialize())
