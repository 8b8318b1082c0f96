"""What an answer costs a server: its CPU for each request of wrk, ours beside a hyper server that does nothing else, and nginx."""

import os
import pathlib
import re
import signal
import statistics
import subprocess
from contextlib import contextmanager

from measure import cpu_of, until

CONNECTIONS, THREADS = 64, 1
SECONDS = 3


@contextmanager
def server(command, address):
    """Starts a server, and gives its address and process; `address` finds the one in what it prints."""
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        yield re.search(address, process.stdout.readline()).group().rstrip("/"), process.pid
    finally:
        process.terminate()
        process.wait()


@contextmanager
def nginx(folder, scratch, cached):
    """nginx in front of a folder: one worker for each core, as Debian has it, with or without its cache of open files."""
    scratch = pathlib.Path(scratch)
    port = 18090 + cached
    conf = scratch / f"nginx-{port}.conf"
    open_files = "open_file_cache max=1000 inactive=60s;" if cached else ""
    conf.write_text(
        f"""daemon off; worker_processes auto; pid {scratch}/nginx-{port}.pid; error_log /dev/null;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; {open_files}
  types {{ text/calendar ics; }} client_body_temp_path {scratch}; proxy_temp_path {scratch}; fastcgi_temp_path {scratch};
  uwsgi_temp_path {scratch}; scgi_temp_path {scratch};
  server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
"""
    )
    process = subprocess.Popen(["nginx", "-c", conf], stderr=subprocess.DEVNULL)
    children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    try:
        workers = until(lambda: children.read_text().split(), "a worker of nginx")
        yield f"http://127.0.0.1:{port}", [int(worker) for worker in workers]
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.wait()


LUA = """
wrk.method = "%s"
%s
done = function(summary, latency)
  io.write(string.format("requests %%d errors %%d p99 %%d\\n", summary.requests,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout, latency:percentile(99)))
end
"""


def load(address, processes, scratch, method="GET", headers=None, seconds=SECONDS):
    """One run of wrk; returns microseconds of CPU for each request, and the 99th percentile in microseconds."""
    script = pathlib.Path(scratch) / "wrk.lua"
    lines = "\n".join(f'wrk.headers["{name}"] = [[{value}]]' for name, value in (headers or {}).items())
    script.write_text(LUA % (method, lines))
    processes = processes if isinstance(processes, list) else [processes]
    before = sum(map(cpu_of, processes))
    done = subprocess.run(
        ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script, address],
        capture_output=True,
        text=True,
        check=True,
    )
    used = sum(map(cpu_of, processes)) - before
    requests, errors, p99 = map(int, re.search(r"requests (\d+) errors (\d+) p99 (\d+)", done.stdout).groups())
    if errors or not requests:
        raise SystemExit(f"{address}: {errors} errors in {requests} requests")
    return used / requests * 1e6, p99


def compare(servers, rounds, **request):
    """Loads each server in turn; returns rows of name, CPU of a request, its ratio to the first, and the ratio of the p99."""
    found = {name: [] for name in servers}
    for _ in range(rounds):
        for name, (address, processes, scratch) in servers.items():
            found[name].append(load(address, processes, scratch, **request))
    floor = found[next(iter(servers))]
    for name, of in found.items():
        cpu = statistics.median(one for one, _ in of)
        ratio = statistics.median(one / under for (one, _), (under, _) in zip(of, floor))
        slow = statistics.median(one / under for (_, one), (_, under) in zip(of, floor))
        yield name, cpu, ratio, slow
