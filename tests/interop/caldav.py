"""A CalDAV server, Radicale, takes every invite by PUT and gives it back by GET, equal in meaning.

In: the feeds. Out: for each invite what differs, as the judge has it; for a feed of several events nothing, since a calendar
object resource has one UID (RFC 4791 §4.1).
"""

import http.client
import importlib.metadata
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from urllib.parse import quote

import icalendar

NAME = "Radicale"


def version():
    return importlib.metadata.version("radicale")


class Server:
    """On a free port of the loopback; ended with the `with` that holds it."""

    def __init__(self, scratch):
        self.scratch = scratch

    def __enter__(self):
        config, folder, log = (self.scratch / f"radicale{end}" for end in (".ini", "", ".log"))
        shutil.rmtree(folder, ignore_errors=True)
        # Radicale cannot be told port 0; the port that the system gives is free again at once.
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        config.write_text(
            f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[rights]\ntype = authenticated\n"
            f"[storage]\nfilesystem_folder = {folder}\n[logging]\nlevel = warning\n"
        )
        self.log = log.open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "radicale", "--config", config], stdout=self.log, stderr=subprocess.STDOUT
        )
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _ in range(300):
            try:
                self.connection.connect()
                return self
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        self.process.terminate()
        raise SystemExit(f"Radicale does not listen:\n{log.read_text()}")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ask(self, method, path, body=None):
        headers = {"Authorization": "Basic dGVzdDo=", "Content-Type": "text/calendar; charset=utf-8"}
        self.connection.request(method, quote(path), body, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def meaning(bytes):
    """Every property of every component with its parameters and its value, whatever their order and folds."""
    calendar = icalendar.Calendar.from_ical(bytes)
    found = Counter()

    def walk(component, path):
        for name, value in component.property_items(recursive=False, sorted=False):
            if name in ("BEGIN", "END"):
                continue
            parameters = tuple(sorted((key, str(it)) for key, it in getattr(value, "params", {}).items()))
            found[(path, name, parameters, value.to_ical() if hasattr(value, "to_ical") else value)] += 1
        for part in component.subcomponents:
            # Components of one kind are told apart by what they are of.
            own = "/".join(str(part.get(key, b"") and part[key].to_ical()) for key in ("UID", "RECURRENCE-ID", "TZID", "DTSTART"))
            walk(part, f"{path}/{part.name} {own}")

    walk(calendar, "")
    return found


def verdicts(feeds, scratch):
    found, made = [], set()
    with Server(scratch) as server:
        for number, feed in enumerate(feeds):
            if not feed.is_invite:
                found.append(None)
                continue
            collection = "/test/" + feed.events_file.replace("/", "+").removesuffix(".yaml") + "/"
            if collection not in made:
                status, answer = server.ask("MKCALENDAR", collection)
                assert status == 201, f"MKCALENDAR: {status} {answer}"
                made.add(collection)
            sent = feed.file.read_bytes()
            uid = feed.expected[0][0] if feed.expected else feed.path
            path = f"{collection}{number}.ics"
            status, answer = server.ask("PUT", path, sent)
            if status != 201:
                found.append([(uid, f"PUT answered {status}", f"{len(sent)} octets", answer.decode(errors="replace"))])
                continue
            status, back = server.ask("GET", path)
            assert status == 200, f"GET: {status}"
            found.append([(uid, *difference) for difference in differences(meaning(sent), meaning(back))])
    return found


def differences(ours, theirs):
    """(name of the property, ours, read) of each component in which the lines of a property are other ones."""
    lost, won = ours - theirs, theirs - ours
    for path, name in sorted({(path, name) for path, name, _, _ in lost | won}):
        lines = lambda of: " and ".join(sorted(line(*it) for it in of.elements() if it[:2] == (path, name))) or "nothing"
        yield name, f"{lines(lost)} in{path}", lines(won)


def line(_, name, parameters, value):
    parameters = "".join(f";{key}={it}" for key, it in parameters)
    return f"{name}{parameters}:{value.decode() if isinstance(value, bytes) else value}"
