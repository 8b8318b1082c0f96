"""We ourselves, the floors, and our peers, in turn: compare.py CALFEED BINARIES SCRATCH [SECTION]... prints the tables."""

import pathlib
import shutil
import subprocess
import sys
import time
import urllib.request

import serving
from measure import cpu_of, paired, run, until

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Bench:
    def __init__(self, calfeed, binaries, scratch):
        self.calfeed = pathlib.Path(calfeed).resolve()
        self.binaries = pathlib.Path(binaries).resolve()
        self.scratch = pathlib.Path(scratch).resolve()
        self.scratch.mkdir(parents=True, exist_ok=True)
        self.out = self.scratch / "out.ics"

    def made(self, count, lines=4):
        path = self.scratch / f"events-{count}-{lines}.yaml"
        if not path.exists():
            path.write_text(
                subprocess.run([self.binaries / "make", str(count), str(lines)], capture_output=True, text=True, check=True).stdout
            )
        return path

    def ours(self, name, *arguments):
        return [self.binaries / name, *arguments]

    def files(self):
        """From the file to one feed."""
        table("From the file to one feed: CPU of the whole process")
        per_event = {}
        for count, rounds in [(100, 31), (1_000, 21), (10_000, 11)]:
            file = self.made(count)
            pipelines = {
                "floor: serde_yaml, by hand": "floor",
                "calfeed": "ours",
                "serde_yaml, calcard": "to_calcard",
                "serde_yaml, icalendar": "to_icalendar",
            }
            rows = paired({name: self.ours(it, file, self.out) for name, it in pipelines.items()}, rounds)
            size = file.stat().st_size
            heading(f"{count} events, {size / 1e6:.1f} MB")
            for row in rows:
                print(f"{row.cells()}   memory {row.peak / size:5.1f} x the file")
            per_event[count] = rows[1].cpu / count
        print(f"\ncalfeed's cost of an event, of 10,000 against 100: {per_event[10_000] / per_event[100]:.2f}")
        short, long = self.made(1_000, 4), self.made(1_000, 64)
        rows = paired({"short": self.ours("ours", short, self.out), "long": self.ours("ours", long, self.out)}, 11)
        bytes_ratio = long.stat().st_size / short.stat().st_size
        print(f"descriptions 16 times as long: a file {bytes_ratio:.1f} times as large costs {rows[1].ratio:.1f} times as much")

    def peers(self):
        """Peers in other languages, which begin from JSON."""
        table("From JSON, or the file of theirs, to one feed: CPU of the whole process, 1,000 events")
        file, data = self.made(1_000), self.scratch / "events.json"
        run(self.ours("to_json", file, data))
        node, python = self.scratch / "peers", self.scratch / "venv" / "bin" / "python"
        rows = paired(
            {
                "floor: serde_yaml, by hand": self.ours("floor", file, self.out),
                "calfeed": self.ours("ours", file, self.out),
                "ical-generator": ["node", node / "ical_generator.mjs", data, self.out],
                "ics": ["node", node / "ics.mjs", data, self.out],
                "Python icalendar": [python, HERE / "peers" / "icalendar_writer.py", data, self.out],
                "yaml2ics": [python, HERE / "peers" / "to_yaml2ics.py", data, self.out],
            },
            5,
        )
        for row in rows:
            print(row.cells())

    def everything(self):
        """All that is published."""
        table("Everything that is published, of 10,000 events")
        file = self.made(10_000)
        for row in paired({"file to one feed": self.ours("ours", file, self.out), "everything, in memory": self.ours("everything", file)}, 5):
            print(row.cells())
        site, copy = self.scratch / "site", self.scratch / "copy"

        def prepare(name):
            shutil.rmtree(site if name.startswith("calfeed") else copy, ignore_errors=True)

        shutil.rmtree(site, ignore_errors=True)
        run([self.calfeed, "build", file, "--out", site])
        kept = self.scratch / "kept"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(site, kept)
        build = [self.calfeed, "build", file, "--out", site]
        for row in paired({"the same files, written": self.ours("copy", kept, copy), "calfeed build": build}, 3, prepare=prepare):
            print(row.cells())

    def small(self):
        """The file that there is."""
        table("The real events.yaml: CPU of the whole process")
        file = ROOT / "events.yaml"
        for row in paired({"floor: serde_yaml, by hand": self.ours("floor", file, self.out), "calfeed check": [self.calfeed, "check", file]}, 41):
            print(row.cells())
        print()
        starts = {"hyper, hello world": self.ours("hello", "20000"), "calfeed serve": [self.calfeed, "serve", "--listen", "127.0.0.1:0", file]}
        found = {name: sorted(self.start(command) for _ in range(21)) for name, command in starts.items()}
        floor = next(iter(found.values()))[10]
        for name, times in found.items():
            print(f"{name:34} first answer after {times[10] * 1000:6.1f} ms {times[10] / floor:8.2f}")

    @staticmethod
    def start(command):
        begun = time.monotonic()
        with serving.server(command, r"http://[0-9.:]+/") as (address, _):
            urllib.request.urlopen(address + "/").read()
            return time.monotonic() - begun

    def serving(self):
        """Answers."""
        sizes = {"20 KB": 17, "200 KB": 190, "1 MB": 980}
        for size, count in sizes.items():
            file = self.made(count)
            site = self.scratch / f"served-{count}"
            run([self.calfeed, "build", file, "--out", site])
            body = (site / "large.ics").stat().st_size
            ours = [self.calfeed, "serve", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0", file]
            with (
                serving.server(self.ours("hello", str(body)), r"http://[0-9.:]+/") as hello,
                serving.server(ours, r"http://[0-9.:]+/") as calfeed,
                serving.nginx(site, self.scratch, True) as cached,
                serving.nginx(site, self.scratch, False) as plain,
            ):
                table(f"A body of {size} ({body} bytes), 64 connections: CPU of a request, in microseconds")
                feed = {
                    "hyper, hello world": (hello[0] + "/", hello[1], self.scratch),
                    "calfeed": (calfeed[0] + "/large.ics", calfeed[1], self.scratch),
                    "nginx, open_file_cache": (cached[0] + "/large.ics", cached[1], self.scratch),
                    "nginx": (plain[0] + "/large.ics", plain[1], self.scratch),
                }
                validators = {name: etag(address) for name, (address, _, _) in feed.items()}
                self.answers("200", feed)
                self.answers("HEAD", feed, method="HEAD")
                self.answers("new connections", feed, headers={"Connection": "close"})
                for name, server in feed.items():
                    if name == "hyper, hello world":
                        continue
                    pair = {"hyper, hello world": feed["hyper, hello world"], name: server}
                    self.answers("304", pair, headers={"If-None-Match": validators[name]})
                page = {"calfeed": (calfeed[0] + "/", calfeed[1], self.scratch)}
                length = int(head(page["calfeed"][0], {"Accept-Encoding": "gzip"})["Content-Length"])
            with serving.server(self.ours("hello", str(length)), r"http://[0-9.:]+/") as hello, serving.server(ours, r"http://[0-9.:]+/") as calfeed:
                pair = {
                    "hyper, hello world": (hello[0] + "/", hello[1], self.scratch),
                    "calfeed": (calfeed[0] + "/", calfeed[1], self.scratch),
                }
                self.answers(f"the page in gzip, {length} bytes", pair, headers={"Accept-Encoding": "gzip"})

    @staticmethod
    def answers(what, servers, **request):
        heading(what)
        for name, cpu, ratio, slow in serving.compare(servers, 5, **request):
            print(f"{name:34} {cpu:10.2f} us {ratio:8.2f}   p99 {slow:6.2f}")

    def reload(self):
        """A reload of 10,000 events under load."""
        table("A reload of 10,000 events, under load")
        file = self.scratch / "reloaded.yaml"
        text = self.made(10_000).read_text()
        file.write_text(text)
        with serving.server([self.calfeed, "serve", "--listen", "127.0.0.1:0", file], r"http://[0-9.:]+/") as (address, process):
            quiet = [serving.load(address + "/style.css", process, self.scratch)[1] for _ in range(3)]
            before = memory(process)
            busy = []
            for round in range(3):
                tag = etag(address + "/large.ics")
                file.write_text(text.replace("title: ", f"title: {round} ", 1))
                busy.append(serving.load(address + "/style.css", process, self.scratch, seconds=8)[1])
                until(lambda: etag(address + "/large.ics") != tag, "the new feed")
            print(f"p99 of a request: {sorted(quiet)[1]} us, with a reload under way {sorted(busy)[1]} us: {sorted(busy)[1] / sorted(quiet)[1]:.2f}")
            print(f"memory: {before / 1e6:.0f} MB, at most {memory(process, 'VmHWM') / 1e6:.0f} MB, afterwards {memory(process) / 1e6:.0f} MB")
            used = cpu_of(process)
            time.sleep(20)
            print(f"twenty looks that find nothing new: {(cpu_of(process) - used) * 1000:.0f} ms of CPU")


def memory(process, name="VmRSS"):
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(name))


def head(address, headers=None):
    request = urllib.request.Request(address, method="HEAD", headers=headers or {})
    return urllib.request.urlopen(request).headers


def etag(address):
    return head(address)["ETag"]


def table(title):
    print(f"\n## {title}\n", flush=True)


def heading(title):
    print(f"\n{title}", flush=True)


def main():
    calfeed, binaries, scratch, *sections = sys.argv[1:]
    bench = Bench(calfeed, binaries, scratch)
    for section in sections or ["files", "peers", "everything", "small", "serving", "reload"]:
        getattr(bench, section)()


if __name__ == "__main__":
    main()
