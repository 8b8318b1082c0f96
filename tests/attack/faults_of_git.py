"""Commits, and faults of a repository, while clients read the feed.

Each attack has a repository, a server and a client of its own (see `scene`). The feed is never torn, no SEQUENCE falls within a process,
and `history` and `commit` in /healthz are what docs/reference/http.md says. A fault never needs a restart: when it is over, all is well again.
"""

import concurrent.futures
import os
import random
import signal
import subprocess

from calendars import FEED, events_file, run, undated
from report import Failure, expect, wait
from scene import Client, Scene, play
from server import ENVIRONMENT, PATIENCE, Server

AT_ONCE = 6


class Repository(Scene):
    """A scene whose folder is a clone of `origin`, which has three commits; in the second an event was removed."""

    def __init__(self, program, folder, chance, broken=False, depth=None):
        super().__init__(program, folder, chance)
        self.broken, self.depth = broken, depth
        self.origin = folder / "origin"

    def git(self, *arguments, folder=None):
        done = subprocess.run(
            ["git", "-c", "protocol.file.allow=always", *arguments],
            cwd=folder or self.folder,
            env=ENVIRONMENT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        if done.returncode != 0:
            raise Failure(f"git {' '.join(arguments)}", done.stderr, "exit code 0")
        return done.stdout.strip()

    def commit_to_origin(self, text, message):
        (self.origin / "events.yaml").write_text(text, encoding="utf-8")
        self.git("add", "events.yaml", folder=self.origin)
        self.git("commit", "-q", "-m", message, folder=self.origin)

    def built(self, folder):
        """The feed that `build` writes of a repository as it is."""
        out = self.scratch / "built"
        code, _, errors = run(self.program, "build", "--out", out, folder / "events.yaml", folder=folder)
        expect(code == 0, "calfeed build", errors, "exit code 0")
        return undated((out / FEED[1:]).read_bytes())

    def begin(self):
        self.scratch.mkdir(parents=True)
        self.origin.mkdir()
        self.git("init", "-q", "-b", "main", folder=self.origin)
        self.commit_to_origin(events_file(events=13, mark="zeroth"), "Begin")
        self.commit_to_origin(events_file(mark="zeroth"), "Remove the last event")
        self.commit_to_origin(self.texts["first"], "Write all titles anew")
        depth = [f"--depth={self.depth}"] if self.depth else []
        self.git("clone", "-q", *depth, f"file://{self.origin}", str(self.folder), folder=self.origin)
        allowed = {"first": self.built(self.origin)}
        if self.depth:
            allowed = {"shallow": self.built(self.folder), "first": allowed["first"]}
        self.config = (self.folder / ".git/config").read_bytes()
        if self.broken:
            allowed["without history"] = self.feed("first")
            (self.folder / ".git/config").write_bytes(b"[core\nbroken")
        self.server = Server(self.program, self.file)
        self.client = Client(self.server, allowed)
        self.client.start()

    def edits(self, mark):
        """Writes a version in which all titles are new; the event that was removed stays in the feed as cancelled."""
        text = events_file(mark=mark)
        (self.origin / "events.yaml").write_text(text, encoding="utf-8")
        self.texts[mark] = text
        self.client.allowed[mark] = self.built(self.origin)
        self.file.write_text(text, encoding="utf-8")

    def commits(self, mark, *options):
        self.edits(mark)
        self.git("commit", "-q", "-a", "-m", f"Say {mark}", *options)

    def is_committed(self, mark, done):
        commit = self.git("rev-parse", "HEAD")
        self.server.wait_health(done, status="ok", commit=commit, history="ok")
        self.is_served(mark, done)

    def history_is(self, done, *allowed):
        """Waits until `history` is one of these: git says of some faults that there is no repository at all."""
        wait(done, lambda: ((health := self.server.health())["history"] in allowed, f"{health}, expected {allowed}"), PATIENCE)


def commits(scene):
    for number in range(5):
        scene.commits(f"commit-{number}")
    scene.is_committed("commit-4", "5 commits")


def amended(scene):
    scene.commits("committed")
    scene.is_committed("committed", "a commit")
    scene.commits("amended", "--amend")
    scene.is_committed("amended", "an amended commit")


def checkouts(scene):
    """Back to an earlier commit and forth again, so that the file has earlier bytes and its events earlier dates."""
    scene.commits("later")
    scene.is_committed("later", "a commit")
    for _ in range(2):
        scene.git("checkout", "-q", "HEAD~1")
        scene.is_committed("first", "checkout of the commit before")
        scene.git("checkout", "-q", "main")
        scene.is_committed("later", "checkout of the last commit")


def many_checkouts(scene):
    scene.commits("later")
    for _ in range(20):
        scene.git("checkout", "-q", "HEAD~1")
        scene.git("checkout", "-q", "main")
    scene.is_committed("later", "20 checkouts")


def reset(scene):
    scene.commits("later")
    scene.is_committed("later", "a commit")
    scene.git("reset", "-q", "--hard", "HEAD~1")
    scene.is_committed("first", "git reset --hard")


def housekeeping(scene):
    scene.commits("later")
    scene.git("pack-refs", "--all")
    scene.git("gc", "-q", "--prune=now")
    scene.is_committed("later", "git pack-refs and git gc")
    scene.commits("last")
    scene.git("reflog", "expire", "--expire=now", "--all")
    scene.git("gc", "-q", "--aggressive", "--prune=now")
    scene.is_committed("last", "git gc --aggressive")


def detached(scene):
    scene.git("checkout", "-q", "--detach")
    scene.commits("detached")
    scene.is_committed("detached", "a commit without a branch")


def lock_files(scene):
    """What a git that was killed leaves behind. It stops no reader."""
    for name in ("index.lock", "HEAD.lock", "config.lock", "packed-refs.lock", "shallow.lock", "refs/heads/main.lock"):
        (scene.folder / ".git" / name).write_bytes(b"")
    scene.edits("locked")
    scene.is_served("locked", "an edit beside lock files")
    scene.history_is("an edit beside lock files", "ok")


def commit_of_few(scene):
    """Without a commit it is held back, with one it is published."""
    few = events_file(events=2, mark="few")
    scene.file.write_text(few, encoding="utf-8")
    scene.is_stale("10 of 12 events gone", held_back="events-gone")
    scene.commit_to_origin(few, "Remove 10 events")
    scene.texts["few"] = few
    scene.client.allowed["few"] = scene.built(scene.origin)
    scene.git("commit", "-q", "-a", "-m", "Remove 10 events")
    scene.is_committed("few", "a commit of 10 events gone")


def fault(name, make, restore, *states):
    """A repository that git cannot read for a while."""

    def attack(scene):
        make(scene)
        scene.edits("edited")
        scene.client.allowed["edited, without history"] = scene.feed("edited")
        scene.server.wait_polls()
        # What is known of a commit stays true while it is the last one; SIGHUP forgets it, and the server asks git again.
        scene.server.signal(signal.SIGHUP)
        scene.history_is(f"{name}, an edit and SIGHUP", *states)
        restore(scene)
        scene.history_is(f"{name}, and all is well again", "ok")
        scene.commits("after")
        scene.is_committed("after", f"{name}, and a commit after it")

    attack.__name__ = name
    return attack


def moves(name):
    away = lambda scene: (scene.folder / name).rename(scene.scratch / "away")

    def back(scene):
        if (scene.folder / name).is_dir():
            (scene.folder / name).rmdir()
        (scene.scratch / "away").replace(scene.folder / name)

    return away, back


def replaces(name, make):
    away, back = moves(name)

    def make_it(scene):
        away(scene)
        make(scene.folder / name)

    return make_it, back


def garbage(path):
    path.write_bytes(b"\xff\x00garbage\n" * 100)


def unborn(path):
    path.write_text("ref: refs/heads/nothing\n", encoding="utf-8")


FAULTS = [
    (".git away", *moves(".git"), "missing"),
    ("no objects", *moves(".git/objects"), "failing", "missing"),
    ("no references", *moves(".git/refs"), "failing", "missing"),
    ("no HEAD", *moves(".git/HEAD"), "failing", "missing"),
    ("garbage as HEAD", *replaces(".git/HEAD", garbage), "failing", "missing"),
    ("unborn HEAD", *replaces(".git/HEAD", unborn), "missing"),
    ("FIFO as HEAD", *replaces(".git/HEAD", os.mkfifo), "failing", "missing"),
    ("folder as HEAD", *replaces(".git/HEAD", os.mkdir), "failing", "missing"),
    ("broken config", *replaces(".git/config", garbage), "failing"),
    ("FIFO as config", *replaces(".git/config", os.mkfifo), "failing", "missing"),
    ("garbage as index", *replaces(".git/index", garbage), "ok", "failing"),
]


def shallow(scene):
    scene.history_is("a clone of one commit", "shallow")
    scene.git("fetch", "-q", "--unshallow")
    scene.history_is("git fetch --unshallow", "ok")
    scene.is_committed("first", "git fetch --unshallow")


def broken_at_the_start(scene):
    scene.history_is("a broken config at the start", "failing", "missing")
    (scene.folder / ".git/config").write_bytes(scene.config)
    scene.history_is("the config is good again", "ok")
    scene.is_committed("first", "the config is good again")


ATTACKS = [
    (broken_at_the_start, {"broken": True}),
    (shallow, {"depth": 1}),
    *((fault(*arguments), {}) for arguments in FAULTS),
    *((one, {}) for one in (commits, amended, checkouts, many_checkouts, reset, housekeeping, detached, lock_files, commit_of_few)),
]


def attack(report, program, folder, chance):
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for number, (one, options) in enumerate(ATTACKS):
            scene = Repository(program, folder / str(number), random.Random(chance.random()), **options)
            pool.submit(play, report, one, scene, one.__name__.replace("_", " "))
