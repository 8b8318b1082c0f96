"""We ourselves, the floors, and our peers, in turn: compare.py CALFEED BINARIES SCRATCH [--quick] [SECTION]... prints the tables."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

import serving
from measure import Spread, cpu_of, memory, paired, run, until

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SIZES = {"20 KB": 17, "200 KB": 190, "1 MB": 980}
SECTIONS = ["files", "peers", "everything", "small", "serving", "reload"]


class Bench:
    def __init__(self, calfeed, binaries, scratch, is_quick):
        self.calfeed = pathlib.Path(calfeed).resolve()
        self.binaries = pathlib.Path(binaries).resolve()
        self.scratch = pathlib.Path(scratch).resolve()
        self.out = self.scratch / "out.ics"
        self.is_quick = is_quick
        self.verdicts = []

    def rounds(self, count):
        return max(3, count // 5) if self.is_quick else count

    def asked(self, what, most, found):
        """Writes down what was asked, and what was found."""
        found = found if isinstance(found, Spread) else Spread(found, found, found)
        self.verdicts.append((what, most, found))

    def made(self, count, lines=4):
        path = self.scratch / f"events-{count}-{lines}.yaml"
        if not path.exists():
            path.write_bytes(subprocess.run([self.binaries / "make", str(count), str(lines)], capture_output=True, check=True).stdout)
        return path

    def ours(self, name, *arguments):
        return [self.binaries / name, *arguments]

    def serve(self, file, *arguments):
        return [self.calfeed, "serve", "--listen", "127.0.0.1:0", *arguments, file]

    def files(self):
        """From the file to one feed."""
        for count, rounds in [(100, 41), (1_000, 21), (10_000, 11)]:
            file = self.made(count)
            size = file.stat().st_size
            commands = {
                "floor: serde_yaml, by hand": self.ours("floor", file, self.out),
                "the floor on calfeed's allocator": self.ours("floor_mimalloc", file, self.out),
                "calfeed": self.ours("ours", file, self.out),
                "serde_yaml, calcard": self.ours("to_calcard", file, self.out),
                "serde_yaml, icalendar": self.ours("to_icalendar", file, self.out),
            }
            rows = paired(commands, self.rounds(rounds))
            table(f"From the file to one feed: {count} events, {size / 1e6:.1f} MB", "CPU of the whole process, ms", "to the floor", "memory, in files")
            for row in rows.values():
                line(row.name, f"{row.cpu * 1000:.1f}", row.ratio, f"{row.peak / size:.1f}" if count >= 1_000 else "")
            self.asked(f"file to feed, {count} events: to the floor", 1.25, rows["calfeed"].ratio)
            if count == 10_000:
                self.asked("peak memory of 10,000 events: to the file", 9, rows["calfeed"].peak / size)
        # To one of 100, whose cost is much that of the start of a process, and to one of 1,000, whose is little.
        for count in (100, 1_000):
            few, many = self.made(count), self.made(10_000)
            rows = paired({"few": self.ours("ours", few, self.out), "many": self.ours("ours", many, self.out)}, self.rounds(9))
            self.asked(f"cost of an event, of 10,000: to one of {count:,}", 1.3, rows["many"].ratio.over(10_000 / count))
        short, long = self.made(1_000, 4), self.made(1_000, 64)
        rows = paired({"short": self.ours("ours", short, self.out), "long": self.ours("ours", long, self.out)}, self.rounds(9))
        grown = long.stat().st_size / short.stat().st_size
        self.asked("descriptions 16 times as long: cost to size of the file", 1, rows["long"].ratio.over(grown))

    def peers(self):
        """All peers, of which those in other languages begin from JSON."""
        file, data = self.made(1_000), self.scratch / "events.json"
        run(self.ours("to_json", file, data))
        node, python = self.scratch / "peers", self.scratch / "venv" / "bin" / "python"
        commands = {
            "calfeed": self.ours("ours", file, self.out),
            "floor: serde_yaml, by hand": self.ours("floor", file, self.out),
            "serde_yaml, calcard": self.ours("to_calcard", file, self.out),
            "serde_yaml, icalendar": self.ours("to_icalendar", file, self.out),
            "JSON, ical-generator": ["node", node / "ical_generator.mjs", data, self.out],
            "JSON, ics": ["node", node / "ics.mjs", data, self.out],
            "JSON, Python icalendar": [python, HERE / "peers" / "icalendar_writer.py", data, self.out],
            "yaml2ics": [python, HERE / "peers" / "to_yaml2ics.py", data, self.out],
        }
        rows = paired(commands, self.rounds(7))
        table("To one feed of 1,000 events", "CPU of the whole process, ms", "to calfeed")
        for row in rows.values():
            line(row.name, f"{row.cpu * 1000:.1f}", row.ratio)
        peers = [row for row in rows.values() if row.name not in ("calfeed", "floor: serde_yaml, by hand")]
        first = min(peers, key=lambda row: row.ratio.middle)
        spread = Spread(1 / first.ratio.middle, 1 / first.ratio.high, 1 / first.ratio.low)
        self.asked(f"file to feed: to the fastest peer ({first.name})", 1, spread)

    def everything(self):
        """All that is published."""
        file = self.made(10_000)
        rows = paired({"file to one feed": self.ours("ours", file, self.out), "everything": self.ours("everything", file)}, self.rounds(7))
        table("Everything that is published, of 10,000 events", "CPU of the whole process, ms", "to the first")
        for row in rows.values():
            line(row.name, f"{row.cpu * 1000:.0f}", row.ratio)
        self.asked("everything in memory: to file to feed", 4, rows["everything"].ratio)
        site, floor, names = self.scratch / "site", self.scratch / "floor", self.scratch / "files.txt"
        build = [self.calfeed, "build", file, "--out", site]
        shutil.rmtree(site, ignore_errors=True)
        run(build)
        files = [path for path in site.rglob("*") if path.is_file()]
        names.write_text("".join(f"{path.stat().st_size} {path.relative_to(site)}\n" for path in files))
        size = sum(path.stat().st_size for path in files)

        def prepare(name):
            shutil.rmtree(floor if name.startswith("as many") else site, ignore_errors=True)
            # Else a run would pay for the pages that the one before it left to be written.
            os.sync()

        written = self.ours("write_files", names, floor)
        rows = paired({"as many bytes and files, written": written, "build": build}, self.rounds(5), prepare=prepare)
        table(f"The same as {len(files)} files of {size / 1e6:.0f} MB", "CPU of the whole process, ms", "to the first")
        for row in rows.values():
            line(row.name, f"{row.cpu * 1000:.0f}", row.ratio)
        self.asked("build: to writing as many bytes and files", 1.5, rows["build"].ratio)
        self.rebuilt()

    def rebuilt(self):
        """What a build writes anew: of 1,000 events in git, of which one changes.

        A file that is written in place with the bytes that it had, and then dated anew, is not told apart from one that is only dated
        anew: both change the same of its times.
        """
        folder = self.scratch / "changed"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        file, site = folder / "events.yaml", folder / "site"
        text = self.made(1_000).read_text()
        git = ["git", "-C", folder, "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
        subprocess.run([*git, "init", "--quiet"], check=True)

        def build(text):
            if not file.exists() or file.read_text() != text:
                file.write_text(text)
                subprocess.run([*git, "add", "events.yaml"], check=True)
                subprocess.run([*git, "commit", "--quiet", "-m", "change"], check=True)
            begun = time.time_ns()
            run([self.calfeed, "build", file, "--out", site])
            return begun, {path: (path.read_bytes(), path.stat()) for path in site.rglob("*") if path.is_file()}

        def is_written(old, new, begun):
            """Whether it has another inode, since another file was renamed over it; or was touched, and not to be dated as a commit is."""
            is_dated = new.st_mtime_ns != old.st_mtime_ns and new.st_mtime_ns < begun
            return new.st_ino != old.st_ino or (new.st_ctime_ns != old.st_ctime_ns and not is_dated)

        def compared(before, after):
            (_, before), (begun, after) = before, after
            both = before.keys() & after.keys()
            added = after.keys() - both
            other = added | {path for path in both if before[path][0] != after[path][0]}
            written = added | {path for path in both if is_written(before[path][1], after[path][1], begun)}
            dated = {path for path in both - written if before[path][1].st_mtime_ns != after[path][1].st_mtime_ns}
            return len(after), other, written, dated

        first, again = build(text), build(text)
        time.sleep(1.1)
        changed = build(text.replace("title: ", "title: Changed ", 1))
        table("A build into the folder of an earlier one, of 1,000 events", "files", "with other bytes", "written", "only given a new date")
        for name, before, after in [("nothing has changed", first, again), ("one title has changed", again, changed)]:
            count, other, written, dated = compared(before, after)
            line(name, count, len(other), len(written), len(dated))
            self.asked(f"a build where {name}: files written without need", 0, len(written - other))

    def small(self):
        """The file that there is."""
        file = ROOT / "events.yaml"
        commands = {"floor: serde_yaml, by hand": self.ours("floor", file, self.out), "calfeed check": [self.calfeed, "check", file]}
        rows = paired(commands, self.rounds(61))
        table("The real events.yaml", "CPU of the whole process, ms", "to the floor")
        for row in rows.values():
            line(row.name, f"{row.cpu * 1000:.2f}", row.ratio)
        self.asked("check of the real file: to the floor", 1.7, rows["calfeed check"].ratio)
        hello, serve = self.ours("hello", "20000"), self.serve(file)
        times = [(serving.start(hello), serving.start(serve)) for _ in range(self.rounds(41))]
        ratio = Spread.of(ours / floor for floor, ours in times)
        table("From the start of a process to its first response", "ms", "to the floor")
        line("hyper, hello world", f"{statistics.median(floor for floor, _ in times) * 1000:.1f}", "1.00")
        line("calfeed serve, of the real events.yaml", f"{statistics.median(ours for _, ours in times) * 1000:.1f}", ratio)
        self.asked("first response of serve: to a hello world", 2, ratio)

    def serving(self):
        """Answers."""
        for size, count in SIZES.items():
            file, site = self.made(count), self.scratch / f"served-{count}"
            run([self.calfeed, "build", file, "--out", site])
            body = (site / "large.ics").stat().st_size
            with (
                serving.server(self.ours("hello", body)) as hello,
                serving.server(self.serve(file, "--metrics", "127.0.0.1:0")) as calfeed,
                serving.nginx(site, self.scratch, True) as cached,
                serving.nginx(site, self.scratch, False) as plain,
            ):
                servers = {"hyper, hello world": hello, "calfeed": calfeed, "nginx, open_file_cache": cached, "nginx": plain}
                self.answers(f"a feed of {size}", {name: self.wrk(server, "/large.ics") for name, server in servers.items()})
                if size != "20 KB":
                    continue
                tags = {name: serving.head(server.address, "/large.ics")["etag"] for name, server in servers.items()}
                unchanged = {name: self.wrk(server, "/large.ics", **{"If-None-Match": tags[name]}) for name, server in servers.items()}
                self.answers("304", unchanged)
                self.answers("HEAD", {name: self.client(server, "HEAD") for name, server in servers.items()})
                closing = {name: self.wrk(server, "/large.ics", Connection="close") for name, server in servers.items()}
                self.answers("a feed of 20 KB, on a new connection", closing, is_bound=False)
                page = serving.gzipped(calfeed.address, "/")
                (site / "index.html.gz").write_bytes(page)
                for server in (cached, plain):
                    if serving.gzipped(server.address, "/") != page:
                        raise SystemExit("nginx sends another page")
                with serving.server(self.ours("hello", len(page))) as hello:
                    servers = servers | {"hyper, hello world": hello}
                    pages = {name: self.wrk(server, "/", **{"Accept-Encoding": "gzip"}) for name, server in servers.items()}
                    self.answers(f"the gzipped page, {len(page)} bytes", pages)

    def wrk(self, server, path, **headers):
        return lambda: serving.wrk(server, path, self.scratch, headers)

    def client(self, server, method):
        command = self.ours("client", server.address, "/large.ics", method, serving.CONNECTIONS, serving.SECONDS * 1000)
        return lambda: serving.loaded(server, command)

    def answers(self, what, loads, is_bound=True):
        found = serving.in_turn(loads, self.rounds(7))
        calfeed, floor = found["calfeed"], found["hyper, hello world"]
        table(f"A response with {what}", "CPU of the server, us", "to the floor", "p99, to the floor")
        for name, it in found.items():
            cpu = statistics.median(it.cpu)
            line(name, f"{cpu * 1e6:.1f}", Spread.between(it.cpu, floor.cpu), Spread.between(it.p99, floor.p99))
        if is_bound:
            self.asked(f"{what}: CPU to a hello world", 1.10, Spread.between(calfeed.cpu, floor.cpu))
            self.asked(f"{what}: p99 to a hello world", 1.3, Spread.between(calfeed.p99, floor.p99))
        for name in ("nginx, open_file_cache", "nginx"):
            self.asked(f"{what}: CPU to {name}", 1, Spread.between(calfeed.cpu, found[name].cpu))

    def reload(self):
        """A reload of 10,000 events under load."""
        file = self.scratch / "reloaded.yaml"
        text = self.made(10_000).read_text()
        file.write_text(text)
        with serving.server(self.serve(self.made(17))) as server:
            bare = memory(server.processes[0])
        with serving.server(self.serve(file)) as server:
            process = server.processes[0]
            seconds = 4
            # Eight clients that ask every 5 ms: an honest load, of which a reload takes no place.
            honest = self.ours("client", server.address, "/style.css", "GET", 8, seconds * 1000, 5000)
            site = memory(process) - bare
            peak, ratios, times = memory(process, "VmHWM") - bare, [], []
            for round in range(self.rounds(7)):
                quiet = serving.loaded(server, honest).p99
                tag = serving.head(server.address, "/large.ics")["etag"]
                file.write_text(text.replace("title: ", f"title: {round} ", 1))
                subprocess.run(["kill", "-HUP", str(process)], check=True)
                busy = serving.loaded(server, honest).p99
                until(lambda: serving.head(server.address, "/large.ics")["etag"] != tag, "the new feed")
                ratios.append(busy / quiet)
                times.append((quiet, busy))
            table("A reload of 10,000 events, under load", "p99 of an honest client, us", "to quiet")
            line("quiet", f"{statistics.median(quiet for quiet, _ in times):.0f}", "1.00")
            line("while the file is loaded", f"{statistics.median(busy for _, busy in times):.0f}", Spread.of(ratios))
            self.asked("p99 of an honest client during a reload: to quiet", 2, Spread.of(ratios))
            # What was replaced is freed beside the answers, and given back at one of the next looks, one a second.
            time.sleep(5)
            most, after = memory(process, "VmHWM") - bare, memory(process) - bare
            serving.crawl(server.address, self.paths(file))
            rows = {
                "the bytes that are published": self.published(file),
                "the Site": site,
                "at most, while it was first loaded": peak,
                "at most, with reloads": most,
                "afterwards": after,
                "after each path was asked for once": memory(process) - bare,
            }
            table("Its memory", "MB", "in Sites")
            for name, found in rows.items():
                line(name, f"{found / 1e6:.0f}", f"{found / site:.2f}")
            self.asked("memory during a reload: to the Site", 2, most / site)
            self.asked("memory after reloads: to the Site", 1.1, after / site)
            self.looks(file, process)

    def published(self, file):
        """How many bytes all that is published of a file has."""
        done = subprocess.run(self.ours("everything", file), capture_output=True, text=True, check=True)
        return int(done.stdout.split()[0])

    def paths(self, file):
        """Every path that is published of a file, by the files that a build makes of them."""
        site = self.scratch / "crawled"
        shutil.rmtree(site, ignore_errors=True)
        run([self.calfeed, "build", file, "--out", site])
        names = ["/" + path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()]
        # The one is the page of what is not found, and the other the list that a build keeps for itself.
        names = [name for name in names if name not in ("/404.html", "/.calfeed")]
        return [name.removesuffix("index.html") if name.endswith("/index.html") else name for name in names]

    def looks(self, file, process):
        """What it costs to find nothing new: about a look each second."""
        count, ratios, costs = 20, [], []
        for _ in range(self.rounds(5)):
            floor = run(self.ours("look", file, count)).cpu / (count + 1)
            used = cpu_of(process)
            time.sleep(10)
            look = (cpu_of(process) - used) / 10
            ratios.append(look / floor)
            costs.append((floor, look))
        table("A poll that finds nothing new, of a file of 10,000 events", "CPU, ms", "to the floor")
        line("floor: one read, one comparison", f"{statistics.median(floor for floor, _ in costs) * 1000:.1f}", "1.00")
        line("calfeed", f"{statistics.median(look for _, look in costs) * 1000:.1f}", Spread.of(ratios))
        self.asked("a poll that finds nothing new: to one read and one comparison", 1.25, Spread.of(ratios))

    def print_verdicts(self):
        table("What was asked, and what was measured", "at most", "measured, and the middle half", "")
        for what, most, found in self.verdicts:
            line(what, most, found, "reached" if found.middle <= most else "**not reached**")


def table(title, *columns):
    print(f"\n{title}:\n\n| | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}", flush=True)


def line(name, *cells):
    print(f"| {name} | {' | '.join(map(str, cells))} |", flush=True)


def main():
    calfeed, binaries, scratch, *rest = sys.argv[1:]
    sections = [it for it in rest if it != "--quick"]
    bench = Bench(calfeed, binaries, scratch, "--quick" in rest)
    for section in sections or SECTIONS:
        getattr(bench, section)()
    bench.print_verdicts()


if __name__ == "__main__":
    main()
