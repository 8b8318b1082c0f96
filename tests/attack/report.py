"""What the attacks found: one line for each, and the whole exchange for one that fails.

Guaranteed: every attack that begins is counted once, as held, failed or skipped. Several threads may report at the same time.
"""

import contextlib
import threading
import time
import traceback

# The most that is shown of what was sent, or of what came back.
SHOWN = 1500


class Failure(Exception):
    """An attack that the program did not withstand."""

    def __init__(self, sent, got, expected):
        super().__init__(f"expected {expected}")
        self.sent, self.got, self.expected = sent, got, expected


class Skip(Exception):
    """An attack that is not possible on this machine, with the reason."""


def shown(value):
    """Text or bytes on one line, without the characters that a terminal obeys."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    text = text.replace("##[", "##\\[").replace("::", ":\\:")
    return text if len(text) <= SHOWN else f"{text[:SHOWN // 2]} … {len(text) - SHOWN} more … {text[-SHOWN // 2:]}"


def expect(condition, sent, got, expected):
    if not condition:
        raise Failure(sent, got, expected)


def wait(what, condition, seconds=60):
    """Waits until `condition()` is true, and returns its value. `what` is what has been done."""
    deadline = time.monotonic() + seconds
    while True:
        value, got = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(what, got, f"another state within {seconds} seconds")
        time.sleep(0.05)


class Report:
    def __init__(self):
        self.held = self.failed = self.skipped = 0
        self._lock = threading.Lock()
        self._current = {}

    def of(self, kind):
        """Returns what starts an attack: `with attack("name"):`."""
        return lambda name: self._attack(kind, name)

    @contextlib.contextmanager
    def _attack(self, kind, name):
        key = (kind, name)
        began = time.monotonic()
        with self._lock:
            self._current[key] = began
        try:
            yield
        except Failure as failure:
            self._print("failed", f"FAILED {kind}: {name}", failure.sent, failure.got, failure.expected)
        except Skip as skip:
            self._print("skipped", f"skipped {kind}: {name}: {skip}")
        except Exception:
            self._print("failed", f"FAILED {kind}: {name}", "", traceback.format_exc().replace("\n", " | "), "no such error")
        else:
            self._print("held", f"held {kind}: {name} ({time.monotonic() - began:.1f} s)")
        finally:
            with self._lock:
                self._current.pop(key, None)

    def guard(self, kind, function, arguments):
        """Runs all attacks of a kind; an error outside of an attack is a failure, too."""
        try:
            function(*arguments)
        except Exception:
            self._print("failed", f"FAILED {kind}", "", traceback.format_exc().replace("\n", " | "), "no such error")

    def unfinished(self):
        now = time.monotonic()
        with self._lock:
            return [f"{kind}: {name}, for {now - began:.0f} s" for (kind, name), began in self._current.items()]

    def _print(self, result, line, *exchange):
        with self._lock:
            setattr(self, result, getattr(self, result) + 1)
            print(shown(line), flush=True)
            for what, value in zip(("sent", "got", "expected"), exchange):
                print(f"    {what + ':':9} {shown(value)}", flush=True)
