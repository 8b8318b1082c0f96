"""A running `calfeed serve`, and clients: one that is well-behaved, and one that sends any bytes and parses strictly what comes back.

Guaranteed: a process that was started here is killed at the end of the run, whatever happened.
"""

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import time

from report import Failure, wait

# How long anything may take on a busy machine. It bounds a hang; nothing waits for it otherwise.
PATIENCE = 60

_running = []


def end_all():
    for process in _running:
        if process.poll() is None:
            process.kill()


# An environment without the settings of whoever runs this.
ENVIRONMENT = {
    "PATH": os.environ.get("PATH", "/usr/local/bin:/usr/bin:/bin"),
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_AUTHOR_NAME": "Editor",
    "GIT_AUTHOR_EMAIL": "editor@example.org",
    "GIT_COMMITTER_NAME": "Editor",
    "GIT_COMMITTER_EMAIL": "editor@example.org",
}


class Server:
    def __init__(self, program, file, *options, environment=None):
        self.command = [str(program), "serve", "--listen", "127.0.0.1:0", *options, str(file)]
        self.environment = {**ENVIRONMENT, **(environment or {})}
        self.log = f"{file}.log"
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=self.environment
            )
        _running.append(self.process)
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline().decode() if ready else ""
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        if not found:
            self.kill()
            raise Failure(" ".join(self.command), f"{line!r}, log: {self.logged()}", "a line with the address")
        self.port = int(found[1])

    def logged(self):
        with open(self.log, encoding="utf-8", errors="replace") as log:
            return log.read()

    def memory(self):
        """The resident memory in bytes; 0 where there is no /proc."""
        try:
            with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as statm:
                return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            return 0

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    def stop(self):
        """Ends the server as an operator does, and expects exit code 0."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE)
        self.process.stdout.close()
        if code != 0:
            raise Failure("SIGTERM", f"exit code {code}, log: {self.logged()[-500:]}", "exit code 0")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.kill()

    def get(self, path):
        """Status and body of a good request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def health(self):
        status, body = self.get("/healthz")
        if status != 200:
            raise Failure("GET /healthz", f"{status} {body!r}", "200")
        return json.loads(body)

    def wait_health(self, done, **expected):
        """Waits until /healthz has these values; a key of `problem` is written `problem__held_back`."""

        def state():
            health = self.health()
            problem = health["problem"] or {}
            found = {key: problem.get(key[9:]) if key.startswith("problem__") else health.get(key) for key in expected}
            if isinstance(health.get("revision"), dict):
                found.update({key: health["revision"].get(key) for key in ("sha256", "commit") if key in expected})
            return found == expected and health, health

        try:
            return wait(done, state, PATIENCE)
        except Failure as failure:
            raise Failure(done, f"{failure.got}, log: {self.logged()[-600:]}", f"/healthz with {expected}") from None

    def wait_polls(self, number=2):
        """Waits until polls that began after this call have ended."""
        polls = [self.health()["polled"]]

        def state():
            polled = self.health()["polled"]
            if polled != polls[-1]:
                polls.append(polled)
            return len(polls) > number + 1, polls

        wait(f"{number} polls", state, PATIENCE)


def exchange(port, pieces, seconds=PATIENCE, half_close=True):
    """Sends the pieces, and returns all bytes until the server closes the connection, and how it ended."""
    received = b""
    deadline = time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for piece in pieces:
                connection.sendall(piece)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except OSError:
            # The server has refused the rest; what it said about it may still arrive.
            pass
        while True:
            connection.settimeout(max(0.01, deadline - time.monotonic()))
            try:
                data = connection.recv(1 << 16)
            except TimeoutError:
                return received, "open"
            except OSError:
                return received, "reset"
            if not data:
                return received, "closed"
            received += data


def statuses(received, methods):
    """The status codes of whole responses; a response that is not whole, or bytes after the last one, are `torn`."""
    found = []
    methods = list(methods)
    while received:
        head, separator, rest = received.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        first = re.fullmatch(rb"HTTP/1\.[01] (\d{3}) [ -~]*", lines[0])
        if not separator or not first or not all(re.fullmatch(rb"[a-zA-Z-]+: [\t -~]*", line) for line in lines[1:]):
            return [*found, "torn"]
        headers = {name.lower(): value for name, _, value in (line.partition(b": ") for line in lines[1:])}
        status = int(first[1])
        if status == 100:
            received = rest
            continue
        method = methods.pop(0) if methods else "GET"
        length = int(headers.get(b"content-length", b"0"))
        if method == "HEAD" or status in (204, 304):
            length = 0
        elif b"content-length" not in headers:
            return [*found, "torn"]
        if len(rest) < length:
            return [*found, "torn"]
        received = rest[length:]
        found.append(str(status))
    return found
