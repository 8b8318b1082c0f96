"""Edits of the events file while clients read the feed: what is served is always a whole version that may be served.

Each attack has a folder, a server and a client of its own (see `scene`), and several run at the same time. At the end of each,
/healthz must say what docs/reference/http.md says. A coming version is allowed from the moment at which it is written.
"""

import concurrent.futures
import hashlib
import os
import random
import shutil
import signal
import stat
import time

from calendars import events_file
from report import Skip, expect
from scene import Scene, play, remove

# So many attacks run at the same time: most of the time they wait for a poll.
AT_ONCE = 6


def atomic_rename(scene):
    scene.may_serve("second")
    scene.rename(scene.texts["second"])
    scene.is_served("second", "a rename")


def write_in_place(scene):
    scene.may_serve("second")
    scene.file.write_text(scene.texts["second"], encoding="utf-8")
    scene.is_served("second", "a write in place")


def write_with_pauses(scene):
    """The writer has the file open for longer than two polls, three times; only the whole new version may come."""
    scene.may_serve("second")
    text = scene.texts["second"].encode()
    cuts = sorted(scene.chance.sample(range(400, len(text)), 2))
    with open(scene.file, "wb", buffering=0) as file:
        for start, end in zip([0, *cuts], [*cuts, len(text)]):
            file.write(text[start:end])
            if end < len(text):
                scene.server.wait_polls(3)
    scene.is_served("second", f"a write with pauses at {cuts}")


def being_written(scene):
    """A program that keeps the file open for good: after ten seconds /healthz says so, and nothing of it is served."""
    text = scene.texts["second"]
    with open(scene.file, "w", encoding="utf-8") as file:
        file.write(text[: text.index("  - id: evening-11")])
        file.flush()
        scene.is_stale("a writer that does not end", held_back="being-written")
        scene.may_serve("second")
        file.write(text[text.index("  - id: evening-11") :])
    scene.is_served("second", "the writer ends")


def cut_in_a_line(scene):
    """Five lengths at random, none of which ends a line."""
    text = scene.texts["second"]
    for _ in range(5):
        cut = scene.chance.choice([at for at in range(300, len(text)) if text[at - 1] != "\n"])
        scene.rename(text[:cut])
        scene.server.wait_health(f"cut at byte {cut}", status="stale", sha256=hashlib.sha256(scene.texts["first"].encode()).hexdigest())
        scene.server.wait_polls(1)
    scene.recovers("cut files")


def cut_after_an_event(scene):
    text = scene.texts["second"]
    scene.rename(text[: text.index(f"  - id: evening-{scene.chance.randrange(1, 9):02}")])
    scene.is_stale("a file that ends after an event", held_back="events-gone")
    scene.recovers("a file that ends after an event")


def no_events(scene):
    scene.rename(events_file(events=0))
    scene.is_stale("`events: []`", held_back="events-gone")
    scene.recovers("`events: []`")


def another_domain(scene):
    scene.rename(events_file(domain="other.example.org"))
    scene.is_stale("another domain", held_back="domain-changed")
    scene.recovers("another domain")


def another_slug(scene):
    scene.rename(events_file(slug="other"))
    scene.is_stale("another slug", held_back="slug-changed")
    scene.recovers("another slug")


def feed_gone(scene):
    scene.rename(scene.texts["second"].replace("  poetry:\n    name: Poetry", "  prose:\n    name: Prose").replace("group: poetry", "group: prose"))
    scene.is_stale("a group that is gone", held_back="feed-gone")
    scene.recovers("a group that is gone")


def held_back_then_reloaded(scene):
    """SIGHUP publishes whatever is valid."""
    few = events_file(events=2, mark="few")
    scene.rename(few)
    scene.is_stale("10 of 12 events gone", held_back="events-gone")
    scene.may_serve("few", few)
    scene.server.signal(signal.SIGHUP)
    scene.is_served("few", "SIGHUP")


def trusted(scene):
    few = events_file(events=2, mark="few")
    scene.may_serve("few", few)
    scene.rename(few)
    scene.is_served("few", "10 of 12 events gone, with --trust")


def no_file(scene):
    scene.file.unlink()
    scene.is_stale("no file")
    scene.recovers("no file")


def stand_in(make):
    """Something else in place of the file."""

    def attack(scene):
        remove(scene.file)
        make(scene)
        scene.is_stale(f"{make.__name__} in place of the file")
        scene.recovers(f"{make.__name__} in place of the file")

    attack.__name__ = f"{make.__name__} in place of the file"
    return attack


def folder(scene):
    scene.file.mkdir()


def fifo(scene):
    os.mkfifo(scene.file)


def socket_node(scene):
    os.mknod(scene.file, stat.S_IFSOCK | 0o600)


def link_to_zero(scene):
    scene.file.symlink_to("/dev/zero")


def link_to_nothing(scene):
    scene.file.symlink_to("nowhere")


def link_to_itself(scene):
    scene.file.symlink_to(scene.file.name)


def empty(scene):
    scene.file.write_bytes(b"")


def large(scene):
    with open(scene.file, "wb") as file:
        file.write(scene.texts["second"].encode() + (b"#" * 1023 + b"\n") * (17 * 1024))


def binary(scene):
    scene.file.write_bytes(scene.chance.randbytes(100_000))


def no_rights(scene):
    if os.geteuid() == 0:
        raise Skip("root may read every file")
    scene.file.write_text(scene.texts["second"], encoding="utf-8")
    scene.file.chmod(0)


def swaps_of_a_mounted_folder(scene):
    """As Kubernetes mounts a ConfigMap: events.yaml → ..data/events.yaml, and ..data → a folder that is swapped by a rename."""
    for number in range(6):
        name = f"mounted {number}"
        scene.may_serve(name, events_file(mark=f"mounted-{number}"))
        data = scene.folder / f"..{number}"
        data.mkdir()
        (data / "events.yaml").write_text(scene.texts[name], encoding="utf-8")
        link = scene.folder / "..data_tmp"
        link.symlink_to(data.name)
        link.rename(scene.folder / "..data")
        if number == 0:
            new = scene.folder / ".link"
            new.symlink_to("..data/events.yaml")
            new.rename(scene.file)
        else:
            shutil.rmtree(scene.folder / f"..{number - 1}")
        if number in (0, 5):
            scene.is_served(name, f"{number + 1} swaps")


def storm_of_reloads(scene):
    """200 SIGHUPs while the file is renamed back and forth."""
    scene.may_serve("second")
    for number in range(200):
        scene.server.signal(signal.SIGHUP)
        if number % 10 == 0:
            scene.rename(scene.texts["second" if number % 20 else "first"])
        time.sleep(0.01)
    # A version of its own, since the server may still be about to load one of the others.
    scene.may_serve("last", events_file(mark="last"))
    scene.rename(scene.texts["last"])
    scene.is_served("last", "200 reloads")


def kill_and_restart(scene):
    """kill -9 in the middle of edits; each start serves a version that is there."""
    scene.may_serve("second")
    scene.client.away.set()
    # A process knows nothing of what an earlier one served, and without git the time of the file dates an event.
    scene.client.rising = False
    for number in range(5):
        scene.rename(scene.texts["second" if number % 2 else "first"])
        time.sleep(scene.chance.random() / 2)
        scene.server.kill()
        scene.server.start()
    scene.may_serve("last", events_file(mark="last"))
    scene.rename(scene.texts["last"])
    scene.is_served("last", "5 kills")


def faster_than_polls(scene):
    """An edit each 0.3 seconds: a valid version is taken after ten seconds at the latest, and the last one in the end."""
    for number in range(60):
        name = f"edit {number}"
        scene.may_serve(name, events_file(mark=f"edit-{number}"))
        scene.rename(scene.texts[name])
        if scene.client.seen - {"first"}:
            break
        time.sleep(0.3)
    expect(scene.client.seen - {"first"}, f"{number + 1} edits, one each 0.3 s", "only the first version was served", "a later version")
    scene.is_served(name, "the last edit")


STAND_INS = [folder, fifo, socket_node, link_to_zero, link_to_nothing, link_to_itself, empty, large, binary, no_rights]
ATTACKS = [
    atomic_rename,
    write_in_place,
    write_with_pauses,
    being_written,
    cut_in_a_line,
    cut_after_an_event,
    no_events,
    another_domain,
    another_slug,
    feed_gone,
    held_back_then_reloaded,
    trusted,
    no_file,
    *map(stand_in, STAND_INS),
    swaps_of_a_mounted_folder,
    storm_of_reloads,
    kill_and_restart,
    faster_than_polls,
]


def attack(report, program, folder, chance):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for number, one in enumerate(ATTACKS):
            options = ["--trust"] if one is trusted else []
            # Each has random numbers of its own, so that they do not depend on which attack is first.
            scene = Scene(program, folder / str(number), random.Random(chance.random()), options)
            pool.submit(play, report, one, scene, one.__name__.replace("_", " "))
