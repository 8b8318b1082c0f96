"""What an answer costs a server: its CPU for each request, ours beside a hyper server that does nothing else, and nginx."""

import http.client
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass

from measure import cpu_of, until

CONNECTIONS = 64
SECONDS = 2


@dataclass
class Server:
    address: str  # host and port
    processes: list


@contextmanager
def server(command):
    """Starts a server that prints its address."""
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield Server(re.search(r"http://([0-9.:]+)/", process.stdout.readline()).group(1), [process.pid])
    finally:
        process.terminate()
        process.wait()


@contextmanager
def nginx(folder, scratch, cached):
    """nginx in front of a folder: one worker for each core, as Debian has it, with or without its cache of open files.

    Whoever takes gzip is sent the file of the same name that ends in `.gz`, where there is one.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "127.0.0.1:%d" % free.getsockname()[1]
    conf = scratch / "nginx.conf"
    open_files = "open_file_cache max=1000 inactive=60s;" if cached else ""
    conf.write_text(
        f"""daemon off; worker_processes auto; pid {scratch}/nginx-{cached}.pid; error_log /dev/null;
user root;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on; {open_files}
  types {{ text/calendar ics; text/html html; }}
  client_body_temp_path {scratch}; proxy_temp_path {scratch}; fastcgi_temp_path {scratch}; uwsgi_temp_path {scratch};
  scgi_temp_path {scratch}; server {{ listen {address}; root {folder}; }} }}
"""
    )
    process = subprocess.Popen(["nginx", "-e", "/dev/null", "-c", conf], stderr=subprocess.DEVNULL)
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    try:
        until(lambda: len(children.read_text().split()) == os.cpu_count() and answers(address), "nginx")
        yield Server(address, [int(worker) for worker in children.read_text().split()])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def crawl(address, paths):
    """Asks for the head of every path once, over one connection."""
    connection = http.client.HTTPConnection(address, timeout=60)
    for path in paths:
        connection.request("HEAD", urllib.parse.quote(path))
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
    connection.close()


def gzipped(address, path):
    """The bytes of a page as they are sent in gzip."""
    request = urllib.request.Request(f"http://{address}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        if answer.headers["Content-Encoding"] != "gzip":
            raise SystemExit(f"{address}{path} is not in gzip")
        return answer.read()


def answers(address):
    try:
        return head(address, "/")
    except OSError:
        return None


def head(address, path, **headers):
    """The head of an answer to `HEAD`, by name in lower case."""
    host, port = address.split(":")
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(f"HEAD {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{lines}\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
    return {name.lower(): value for name, _, value in (line.partition(": ") for line in answer.split("\r\n"))}


LUA = """
%s
done = function(summary, latency)
  io.write(string.format("requests %%d errors %%d p99 %%d\\n", summary.requests,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, latency:percentile(99)))
end
"""


@dataclass
class Load:
    cpu: float  # seconds for each request
    p99: float  # microseconds


def loaded(servers, command):
    """Runs something that asks, and says what each of its requests cost the server."""
    before = sum(map(cpu_of, servers.processes))
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    used = sum(map(cpu_of, servers.processes)) - before
    found = re.search(r"requests (\d+) errors (\d+) p99 (\d+)", done.stdout)
    requests, errors, p99 = map(int, found.groups()) if found else (0, 0, 0)
    if errors or not requests:
        raise SystemExit(f"{servers.address}: {errors} errors in {requests} requests\n{done.stdout}{done.stderr}")
    return Load(used / requests, p99)


def wrk(server, path, scratch, headers):
    """One run of wrk."""
    script = scratch / "wrk.lua"
    script.write_text(LUA % "\n".join(f'wrk.headers["{name}"] = [[{value}]]' for name, value in headers.items()))
    return loaded(server, ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script, f"http://{server.address}{path}"])


@dataclass
class Loads:
    cpu: list  # seconds for a request, of each round
    p99: list  # microseconds, of each round


def in_turn(loads, rounds):
    """Loads each server in turn, so many times; returns what was found, by name."""
    found = {name: Loads([], []) for name in loads}
    for _ in range(rounds):
        for name, load in loads.items():
            one = load()
            found[name].cpu.append(one.cpu)
            found[name].p99.append(one.p99)
    return found


def start(command):
    """How long after its start a server has answered, in seconds."""
    begun = time.monotonic()
    with server(command) as it:
        host, port = it.address.split(":")
        with socket.create_connection((host, int(port))) as connection:
            connection.sendall(f"GET / HTTP/1.1\r\nHost: {it.address}\r\n\r\n".encode())
            connection.recv(65536)
        return time.monotonic() - begun
