"""What attacks on a running server have in common: a folder with an events file, its server, and a client that reads all the time.

Guaranteed: each body that the client gets is, apart from the dates of changes, byte for byte what `calfeed build` writes of one of the
allowed versions; an ETag never names two different bodies; and within a process no SEQUENCE falls.
"""

import hashlib
import http.client
import shutil
import threading

from calendars import FEED, events_file, feed_of, sequences, undated
from report import Failure, expect
from server import PATIENCE, Server


class Client(threading.Thread):
    """Reads the feed until it is told to stop, and keeps the first answer that is wrong."""

    def __init__(self, server, allowed, rising=True):
        super().__init__(daemon=True)
        self.server, self.allowed, self.rising = server, dict(allowed), rising
        self.stopped, self.away = threading.Event(), threading.Event()
        self.fault, self.answers, self.seen = None, 0, set()
        self.bodies, self.highest = {}, {}

    def run(self):
        connection = None
        while not self.stopped.is_set() and not self.fault:
            try:
                if connection is None:
                    connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
                connection.request("GET", FEED)
                response = connection.getresponse()
                self.judge(response.status, response.getheader("ETag"), response.read())
            except (OSError, http.client.HTTPException) as error:
                # While the server is restarted there is nobody to ask; a torn answer is an IncompleteRead, and a fault all the same.
                if not self.away.is_set() or isinstance(error, http.client.IncompleteRead) and error.partial.strip():
                    self.fault = Failure("GET " + FEED, repr(error), "a whole response")
                connection = None
            self.stopped.wait(0.01)

    def judge(self, status, etag, body):
        self.answers += 1
        names = [name for name, feed in list(self.allowed.items()) if feed == undated(body)]
        if status != 200 or not names:
            self.fault = Failure("GET " + FEED, f"{status} {body!r}", f"one of the versions {list(self.allowed)}")
            return
        self.seen.add(names[0])
        if self.bodies.setdefault(etag, body) != body:
            self.fault = Failure("GET " + FEED, f"{etag} for other bytes: {body!r}", f"the bytes {self.bodies[etag]!r}")
        for event, sequence in sequences(body).items() if self.rising else ():
            if sequence < self.highest.get(event, 0):
                self.fault = Failure("GET " + FEED, f"SEQUENCE {sequence} of {event}", f"at least {self.highest[event]}")
            self.highest[event] = sequence

    def finish(self):
        self.stopped.set()
        self.join(PATIENCE)
        if self.fault:
            raise self.fault
        expect(self.answers > 0, "GET " + FEED, "no answer at all", "answers")


class Scene:
    """A folder with an events file, its server, and the versions that the client may see."""

    def __init__(self, program, folder, chance, options=()):
        self.program, self.chance, self.options = program, chance, options
        self.folder = folder / "calendar"
        self.scratch = folder / "scratch"
        self.server = self.client = None
        self.folder.mkdir(parents=True)
        self.file = self.folder / "events.yaml"
        self.texts = {"first": events_file(), "second": events_file(mark="second")}

    def feed(self, name):
        return feed_of(self.program, self.scratch / name, self.texts[name])

    def begin(self):
        """Serves the first version."""
        self.file.write_text(self.texts["first"], encoding="utf-8")
        self.server = Server(self.program, self.file, *self.options)
        self.client = Client(self.server, {"first": self.feed("first")})
        self.client.start()

    def end(self):
        if self.client:
            self.client.stopped.set()
        if self.server and self.server.process.poll() is None:
            self.server.kill()

    def may_serve(self, name, text=None):
        if text is not None:
            self.texts[name] = text
        self.client.allowed[name] = self.feed(name)

    def rename(self, text):
        new = self.folder / ".new"
        new.write_text(text, encoding="utf-8")
        new.rename(self.file)

    def is_served(self, name, done):
        sha256 = hashlib.sha256(self.texts[name].encode()).hexdigest()
        self.server.wait_health(done, status="ok", sha256=sha256, problem=None)
        body = undated(self.server.get(FEED)[1])
        expect(body == self.client.allowed[name], done, body, f"the feed of the {name} version")

    def is_stale(self, done, held_back=None):
        """The first version is still served, and /healthz says that the file has a problem."""
        sha256 = hashlib.sha256(self.texts["first"].encode()).hexdigest()
        self.server.wait_health(done, status="stale", sha256=sha256, problem__held_back=held_back)
        self.server.wait_polls()
        body = undated(self.server.get(FEED)[1])
        expect(body == self.client.allowed["first"], done, body, "the feed of the first version")

    def recovers(self, done):
        """A good version in the same place is published without a restart."""
        self.may_serve("second")
        remove(self.file)
        self.rename(self.texts["second"])
        self.is_served("second", done + ", then a good file")


def remove(path):
    """Removes what is there, whatever it is."""
    if path.is_dir() and not path.is_symlink():
        path.chmod(0o755)
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def play(report, attack, scene, name):
    """Runs one attack while the client reads, and ends the server as an operator does."""
    with report(name):
        try:
            scene.begin()
            attack(scene)
            scene.client.finish()
            scene.server.stop()
            log = scene.server.logged()
            expect("panicked" not in log, name, log[-1000:], "no panic in the log")
        except Failure:
            # What the client saw comes first: the rest follows from it.
            if scene.client and scene.client.fault:
                raise scene.client.fault from None
            raise
        finally:
            scene.end()
