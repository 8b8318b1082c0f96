"""Runs the steps of the starter by hand, in their order: what GitHub, GitLab and Netlify would do with a repository that is a copy of it.

Usage: steps.py CALFEED SCRATCH, by the Python that has requirements.txt of tests/interop. `tests/workflows/run` does it. The steps are read from the
workflows themselves. `actions/checkout` is a clone of the depth that the workflow asks for, `calfeed/calfeed` is the Action of this repository with a
release on this machine, and the actions of GitHub Pages take the files to SCRATCH/site. `gh` and `pip` are stand-ins that record what they are
asked. An action, an expression or a key that is not known here is an error.
"""

import functools
import hashlib
import http.server
import io
import json
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import threading
import tomllib

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]["version"]
NAME = f"calfeed-{VERSION}-x86_64-unknown-linux-gnu"
# 1 December 2026: the first event of the starter is to come.
NOW = "1796083200"
# 1 March 2027.
MARCH = "1803859200"
CALFEED = re.compile(r"calfeed/calfeed@v(\d+\.\d+\.\d+)")
PINNED = re.compile(r"[a-z-]+/[a-z-]+@[0-9a-f]{40}")

GH = """\
#!/bin/sh
echo "$*" >>"$RECORDED"
case "$*" in
  *--paginate*) cat "$COMMENTS" ;;
  "pr create "*) mkdir "$RECORDED.proposed" ;; # fails the second time, as the real one does
  "pr view "*) echo 5 ;;
esac
"""
PIP = """\
#!/bin/sh
echo "pip $*" >>"$RECORDED"
"""


def fail(text):
    raise SystemExit(f"error: {text}")


def program(path, text):
    path.write_text(text)
    path.chmod(0o755)


class Host:
    """A static host of the folder that was deployed last. With a status, it has a bad day and responds with that to everything."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    class Ill(Quiet):
        def __init__(self, *arguments, status, **options):
            self.status = status
            super().__init__(*arguments, **options)

        def do_GET(self):
            self.send_error(self.status)

    def __init__(self, folder, status=None):
        handler = functools.partial(self.Ill, status=status) if status else self.Quiet
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"


class Machine:
    """What a job runs on. `main` is the repository that everybody pushes to."""

    def __init__(self, calfeed, scratch):
        self.scratch = scratch
        shutil.rmtree(scratch, ignore_errors=True)
        for name in ("bin", "releases", "action"):
            (scratch / name).mkdir(parents=True)
        (scratch / "comments").write_text("")
        program(scratch / "bin/gh", GH)
        program(scratch / "bin/pip", PIP)
        self.release(calfeed)
        self.host, self.now = Host(scratch / "site"), NOW
        self.repository = scratch / "repository"
        shutil.copytree(ROOT / "starter", self.repository)
        self.git("init", "--quiet", "--initial-branch=main", ".")
        self.commit("Begin the calendar")

    def release(self, calfeed):
        """A release of the program, listed in the table of a copy of the Action."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            text = f'#!/bin/sh\nexec {calfeed} "$@"\n'.encode()
            entry = tarfile.TarInfo(f"{NAME}/calfeed")
            entry.size, entry.mode = len(text), 0o755
            archive.addfile(entry, io.BytesIO(text))
        folder = self.scratch / f"releases/v{VERSION}"
        folder.mkdir()
        (folder / f"{NAME}.tar.gz").write_bytes(packed.getvalue())
        for name in ("Cargo.toml", "action.yml", "packaging/action/install", "packaging/action/run"):
            copy = self.scratch / "action" / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy)
        digest = hashlib.sha256(packed.getvalue()).hexdigest()
        (self.scratch / "action/packaging/checksums.txt").write_text(f"{digest}  {NAME}.tar.gz\n")

    def git(self, *arguments, folder=None):
        names = {f"GIT_{role}_{what}": f"editor{end}" for role in ("AUTHOR", "COMMITTER") for what, end in (("NAME", ""), ("EMAIL", "@example.org"))}
        dates = {"GIT_AUTHOR_DATE": "2026-11-30T10:00:00Z", "GIT_COMMITTER_DATE": "2026-11-30T10:00:00Z"}
        done = subprocess.run(
            ["git", *map(str, arguments)],
            cwd=folder or self.repository,
            env=self.base() | names | dates,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            fail(f"git {arguments}: {done.stderr}")
        return done.stdout.strip()

    def commit(self, message):
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)

    def base(self):
        home = self.scratch / "home"
        home.mkdir(exist_ok=True)
        return {
            "PATH": f"{self.scratch / 'bin'}:{os.environ['PATH']}",
            "HOME": str(home),
            "GIT_CONFIG_NOSYSTEM": "1",
            "SOURCE_DATE_EPOCH": self.now,
            "RECORDED": str(self.scratch / "recorded"),
            "COMMENTS": str(self.scratch / "comments"),
        }

    def recorded(self):
        """What the stand-ins were asked since the last time."""
        path = self.scratch / "recorded"
        text = path.read_text() if path.exists() else ""
        path.unlink(missing_ok=True)
        return text.splitlines()


class Job:
    """One job of a workflow of GitHub, on a machine of its own."""

    def __init__(self, machine, name, event, ref):
        self.machine, self.event, self.ref = machine, event, ref
        self.folder = machine.scratch / f"job-{name}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.work, self.temp = self.folder / "work", self.folder / "temp"
        self.work.mkdir(parents=True)
        self.temp.mkdir()
        self.files = {key: self.folder / key.lower() for key in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH", "GITHUB_ENV")}
        for file in self.files.values():
            file.write_text("")
        self.log, self.outputs = "", {"github.token": "token"}
        self.payload = self.folder / "event.json"

    def environment(self):
        event = {"GITHUB_REF": self.ref, "GITHUB_EVENT_NAME": self.event, "GITHUB_REPOSITORY": "riverside/calendar"}
        if self.event == "pull_request":
            event["GITHUB_BASE_REF"] = "main"
        if self.payload.exists():
            event["GITHUB_EVENT_PATH"] = str(self.payload)
        base = self.machine.base()
        paths = self.files["GITHUB_PATH"].read_text().split("\n")
        base["PATH"] = ":".join([*filter(None, reversed(paths)), base["PATH"]])
        machine = {"RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", "RUNNER_TEMP": str(self.temp), "GITHUB_WORKSPACE": str(self.work)}
        releases = {"CALFEED_RELEASES": str(self.machine.scratch / "releases")}
        return base | event | machine | releases | {key: str(file) for key, file in self.files.items()}

    def steps(self, steps):
        for step in steps:
            unknown = step.keys() - {"name", "id", "uses", "with", "run", "env"}
            if unknown:
                fail(f"a step has {unknown}")
            given = {key: self.resolved(value, self.outputs) for key, value in step.get("with", {}).items()}
            if "run" in step:
                self.run(step["run"], step.get("env", {}), self.outputs)
            elif CALFEED.fullmatch(step["uses"]):
                self.calfeed(given)
            elif PINNED.fullmatch(step["uses"]):
                outputs = getattr(self, step["uses"].split("/")[1].split("@")[0].replace("-", "_"))(given)
                self.outputs |= {f"steps.{step['id']}.outputs.{name}": value for name, value in (outputs or {}).items()}
            else:
                fail(f"{step['uses']} is not pinned")

    @staticmethod
    def resolved(text, values):
        """A text with the values of its expressions."""

        def value(found):
            if found[1] not in values:
                fail(f"the expression {found[1]}")
            return values[found[1]]

        return re.sub(r"\$\{\{ (\S+) \}\}", value, str(text))

    def run(self, script, env, values):
        """Runs a script as the runner does, and returns its outputs."""
        if "${{" in script:
            fail(f"an expression in a script: {script}")

        env = {key: self.resolved(text, values) for key, text in env.items()}
        before = len(self.files["GITHUB_OUTPUT"].read_text())
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.work,
            env=self.environment() | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.log += done.stdout
        if done.returncode != 0:
            fail(f"{script}: {done.stdout}")
        outputs = self.files["GITHUB_OUTPUT"].read_text()[before:]
        return dict(line.split("=", 1) for line in outputs.splitlines())

    def calfeed(self, given):
        folder = self.machine.scratch / "action"
        action = yaml.safe_load((folder / "action.yml").read_text())
        unknown = given.keys() - action["inputs"].keys()
        if unknown:
            fail(f"the Action has no input {unknown}")
        inputs = {name: given.get(name, about["default"]) for name, about in action["inputs"].items()}
        values = {f"inputs.{name}": value.replace("${{ github.token }}", "token") for name, value in inputs.items()}
        for step in action["runs"]["steps"]:
            env = step.get("env", {}) | {"GITHUB_ACTION_PATH": str(folder)}
            outputs = self.run(step["run"], env, values)
            values |= {f"steps.{step['id']}.outputs.{name}": value for name, value in outputs.items()}

    # The actions of others, by their names.

    def checkout(self, given):
        depth = [] if given.pop("fetch-depth", "1") == "0" else ["--depth=1"]
        if given != {"persist-credentials": "False"}:
            fail(f"checkout has {given}")
        self.work.rmdir()
        self.machine.git("clone", "--quiet", *depth, f"file://{self.machine.repository}", self.work)
        if self.event == "pull_request":
            self.machine.git("fetch", "--quiet", "origin", self.ref, folder=self.work)
            self.machine.git("checkout", "--quiet", "--detach", "FETCH_HEAD", folder=self.work)

    def upload_pages_artifact(self, given):
        artifact = self.machine.scratch / "artifact"
        shutil.rmtree(artifact, ignore_errors=True)
        hidden = given.get("include-hidden-files") == "True"
        shutil.copytree(self.work / given["path"], artifact, ignore=None if hidden else shutil.ignore_patterns(".*"))

    def configure_pages(self, given):
        return {"base_url": self.machine.host.url}

    def deploy_pages(self, given):
        artifact, site = (self.machine.scratch / name for name in ("artifact", "site"))
        shutil.rmtree(site, ignore_errors=True)
        artifact.rename(site)
        return {"page_url": self.machine.host.url}


def workflow(name):
    return yaml.safe_load((ROOT / f"starter/.github/workflows/{name}").read_text())


def github(machine):
    """Publishes the starter, and keeps its schedule."""
    jobs = workflow("publish.yml")["jobs"]
    if list(jobs) != ["build", "deploy", "keep-enabled"] or jobs["deploy"]["needs"] != "build":
        fail("the jobs of publish.yml")
    if jobs["keep-enabled"]["if"] != "github.event_name == 'schedule'":
        fail("the condition of keep-enabled")
    for name, job in jobs.items():
        done = Job(machine, name, "schedule", "refs/heads/main")
        done.steps(job["steps"])
        # The host of this test is not at the `url` of the starter.
        if name == "build" and "lead to https://books.example.org. Correct `url`" not in done.log:
            fail(f"no warning: {done.log}")
    expected = ["api --method PUT repos/riverside/calendar/actions/workflows/publish.yml/enable"]
    if (asked := machine.recorded()) != expected:
        fail(f"gh was asked {asked}")
    page = machine.scratch / "site/events/book-club/2027-01-12/index.html"
    if not page.exists():
        fail("the next meeting has no page")
    # A meeting that is over keeps the page that it had as the next one, though each build begins with an empty folder.
    before, machine.now = machine.now, MARCH
    for name, job in jobs.items():
        Job(machine, name, "schedule", "refs/heads/main").steps(job["steps"])
    if not page.exists():
        fail("the page of a meeting is gone after it")
    machine.now = before
    shutil.rmtree(machine.scratch / "site")
    for name, job in jobs.items():
        Job(machine, name, "push", "refs/heads/main").steps(job["steps"])
    machine.recorded()
    print("publish.yml: built, deployed, kept enabled, and no address is lost")


def pull_request(machine):
    """Checks a pull request: the changes are in the summary, and in one comment."""
    machine.git("checkout", "--quiet", "-b", "move")
    file = machine.repository / "events.yaml"
    file.write_text(file.read_text() + "    changes:\n      2027-03-09: {moved_to: 2027-03-11, reason: the library is closed}\n")
    machine.commit("Move the meeting of March")
    machine.git("update-ref", "refs/pull/7/merge", "HEAD")
    machine.git("checkout", "--quiet", "main")
    # Before the check runs, or is run again, others merge something. That is not a change of the pull request.
    file.write_text(file.read_text() + "  - id: party\n    title: Party\n    start: 2027-02-02\n")
    machine.commit("Add a party")
    (job,) = workflow("check.yml")["jobs"].values()
    for comments, method in (("", "--method POST repos/riverside/calendar/issues/7/comments"), ("41\n52\n", "--method PATCH repos/riverside/calendar/issues/comments/41")):
        (machine.scratch / "comments").write_text(comments)
        done = Job(machine, "check", "pull_request", "refs/pull/7/merge")
        done.steps(job["steps"])
        summary = done.files["GITHUB_STEP_SUMMARY"].read_text()
        if "Book club" not in summary or "11 March 2027" not in summary or "Party" in summary:
            fail(f"the summary is {summary}")
        asked = machine.recorded()
        if len(asked) != 2 or method not in asked[1]:
            fail(f"gh was asked {asked}")
    machine.git("reset", "--quiet", "--hard", "HEAD^")
    # A mistake fails the check, and is marked beside its line.
    machine.git("checkout", "--quiet", "-b", "mistake")
    file.write_text(file.read_text().replace("2027-01-12", "2027-01-13"))
    machine.commit("Make a mistake")
    machine.git("update-ref", "refs/pull/8/merge", "HEAD")
    machine.git("checkout", "--quiet", "main")
    try:
        Job(machine, "mistake", "pull_request", "refs/pull/8/merge").steps(job["steps"])
    except SystemExit as refused:
        if "::error file=events.yaml,line=" not in str(refused):
            fail(f"no annotation: {refused}")
    else:
        fail("the mistake passes")
    print("check.yml: annotations, the summary, and one comment that a later push updates")


def approved(machine):
    """Makes a pull request of an issue that was approved, and answers one that cannot be used."""
    (job,) = workflow("change.yml")["jobs"].values()
    if job["if"] != "github.event.label.name == 'approved'":
        fail("the condition of change.yml")
    form = yaml.safe_load((ROOT / "starter/.github/ISSUE_TEMPLATE/moved-or-cancelled.yml").read_text())
    labels = [field["attributes"]["label"] for field in form["body"] if field["type"] != "markdown"]

    def run(number, date):
        answers = {
            "Event": "Book club (book-club)",
            "Date": date,
            "What happens": "It moves to another date or time",
            "New date or time": "11 March 2027",
            "Reason": f"`$(touch {machine.scratch}/ran)` '; touch {machine.scratch}/ran #",
        }
        body = "".join(f"### {label}\r\n\r\n{answers.get(label, '_No response_')}\r\n\r\n" for label in labels)
        done = Job(machine, "change", "issues", "refs/heads/main")
        done.outputs["github.event.issue.number"] = str(number)
        issue = {"number": number, "title": f"Change: $(touch {machine.scratch}/ran)", "body": body, "user": {"login": "river-side"}}
        done.payload.write_text(json.dumps({"action": "labeled", "issue": issue, "label": {"name": "approved"}}))
        try:
            done.steps(job["steps"])
        finally:
            if (machine.scratch / "ran").exists():
                fail("a text of the issue was run")
        return done

    # The second time, somebody has edited the issue and added the label again.
    for is_proposed in (False, True):
        done = run(12, "9 March 2027")
        asked = machine.recorded()
        body = done.temp / "change.md"
        title = "Change the calendar as issue #12 asks"
        expected = ["auth setup-git", f"pr create --head calendar/issue-12 --title {title} --body-file {body}"]
        if is_proposed:
            expected += [
                "pr view calendar/issue-12 --json number --jq .number",
                f"api --silent --method PATCH repos/riverside/calendar/pulls/5 --field body=@{body}",
            ]
        if asked != expected:
            fail(f"gh was asked {asked}")
        text = body.read_text()
        if "11 March 2027" not in text or not text.endswith("\nAsked for by @river-side. Closes #12.\n"):
            fail(f"the pull request says {text}")
        if machine.git("log", "--format=%s", "main..calendar/issue-12") != title:
            fail("the branch has other commits")
        if machine.git("diff", "--numstat", "main", "calendar/issue-12") != "2\t0\tevents.yaml":
            fail("the branch has other changes")
    try:
        run(13, "10 March 2027")
    except SystemExit as refused:
        if "nothing takes place on Wednesday 10 March 2027" not in str(refused):
            fail(f"the run says {refused}")
    else:
        fail("a date without a meeting passes")
    answer = machine.scratch / "job-change/temp/change.md"
    if (asked := machine.recorded()) != [f"issue comment 13 --body-file {answer}"]:
        fail(f"gh was asked {asked}")
    if "\n    error: nothing takes place on Wednesday 10 March 2027" not in answer.read_text():
        fail(f"the answer is {answer.read_text()}")
    machine.git("branch", "--quiet", "-D", "calendar/issue-12")
    print("change.yml: a pull request of an approved issue, and an answer to one that cannot be used")


def script(machine, lines, folder, **variables):
    """Runs the lines of another host, after what they install was installed."""
    (machine.scratch / "bin/calfeed").unlink(missing_ok=True)
    program(machine.scratch / "bin/calfeed", (machine.scratch / "calfeed").read_text())
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", "\n".join(lines)], cwd=folder, env=machine.base() | variables, capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"{lines}: {done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def same(site, folder):
    def tree(top):
        found = (file for file in top.rglob("*") if file.is_file() and not file.name.startswith("."))
        return {str(file.relative_to(top)): file.read_bytes() for file in found}

    if tree(site) != tree(folder):
        fail(f"{folder} is not as GitHub Pages has it")


def gitlab(machine):
    pipeline = yaml.safe_load((ROOT / "starter/.gitlab-ci.yml").read_text())
    depth = pipeline["variables"]["GIT_DEPTH"]
    folder = machine.scratch / "gitlab"
    machine.git("clone", "--quiet", *([] if depth == "0" else [f"--depth={depth}"]), f"file://{machine.repository}", folder)
    (published,) = pipeline["pages"]["artifacts"]["paths"]
    online = machine.scratch / "gitlab-site"
    host = Host(online)

    def publish():
        script(machine, pipeline["before_script"] + pipeline["pages"]["script"], folder, CI_PAGES_URL=host.url)
        shutil.rmtree(online, ignore_errors=True)
        (folder / published).rename(online)

    publish()
    same(machine.scratch / "site", online)
    # A meeting that is over keeps the page that it had, though each pipeline begins with an empty folder.
    before, machine.now = machine.now, MARCH
    publish()
    machine.now = before
    if not (online / "events/book-club/2027-01-12/index.html").exists():
        fail("the page of a meeting is gone after it")
    # If the host has a bad day, nothing is published, because the list of the files that are online is not known.
    try:
        script(machine, pipeline["before_script"] + pipeline["pages"]["script"], folder, CI_PAGES_URL=Host(online, 501).url)
    except SystemExit as refused:
        if "501" not in str(refused):
            fail(f"the pipeline says {refused}")
    else:
        fail("a pipeline publishes without the list of the files that are online")
    # The target branch goes on while a merge request is open. That is not a change of the merge request.
    file = machine.repository / "events.yaml"
    file.write_text(file.read_text() + "  - id: party\n    title: Party\n    start: 2027-02-02\n")
    machine.commit("Add a party")
    machine.git("checkout", "--quiet", "origin/move", folder=folder)
    said = script(machine, pipeline["before_script"] + pipeline["check"]["script"], folder, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    if "11 March 2027" not in said or "Party" in said:
        fail(f"the check of GitLab says {said}")
    machine.git("reset", "--quiet", "--hard", "HEAD^")
    # The merge request that adds the events file to a project.
    machine.git("checkout", "--quiet", "-b", "project")
    machine.git("rm", "--quiet", "events.yaml")
    machine.commit("Begin without events")
    machine.git("checkout", "--quiet", "-b", "first")
    machine.git("checkout", "--quiet", "main", "events.yaml")
    machine.commit("Add the events")
    # One that corrects it.
    good = file.read_text()
    file.write_text(good.replace("title:", "titel:"))
    machine.commit("Make a mistake on the main branch")
    machine.git("branch", "wrong")
    file.write_text(good)
    machine.commit("Correct it")
    machine.git("branch", "corrected")
    machine.git("reset", "--quiet", "--hard", "HEAD^^")
    machine.git("checkout", "--quiet", "main")
    machine.git("fetch", "--quiet", "origin", folder=folder)
    machine.git("checkout", "--quiet", "origin/first", folder=folder)
    said = script(machine, pipeline["before_script"] + pipeline["check"]["script"], folder, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="project")
    if "fine, 1 event" not in said:
        fail(f"the check of GitLab says {said}")
    machine.git("checkout", "--quiet", "origin/corrected", folder=folder)
    script(machine, pipeline["before_script"] + pipeline["check"]["script"], folder, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="wrong")
    expected = [f"pip install --quiet --root-user-action ignore calfeed=={VERSION}"] * 6
    if (asked := machine.recorded()) != expected:
        fail(f"pip was asked {asked}")
    print(".gitlab-ci.yml: the same files, no address is lost, and the changes of a merge request")


def netlify(machine):
    build = tomllib.loads((ROOT / "starter/netlify.toml").read_text())["build"]
    folder = machine.scratch / "netlify"
    machine.git("clone", "--quiet", f"file://{machine.repository}", folder)
    script(machine, [build["command"]], folder)
    headers = folder / build["publish"] / "_headers"
    if "/*.ics\n  Content-Type: text/calendar; charset=utf-8\n" not in headers.read_text():
        fail("the headers of Netlify")
    headers.unlink()
    same(machine.scratch / "site", folder / build["publish"])
    machine.recorded()
    print("netlify.toml: the same files, and the file of headers")


def forms():
    """Each form has what GitHub needs to show it."""
    folder = ROOT / "starter/.github/ISSUE_TEMPLATE"
    for path in sorted(folder.glob("*.yml")):
        form = yaml.safe_load(path.read_text())
        if path.name == "config.yml":
            continue
        if form.keys() != {"name", "description", "title", "body"}:
            fail(f"{path.name} has {form.keys()}")
        fields = [field for field in form["body"] if field["type"] != "markdown"]
        ids = [field["id"] for field in fields]
        if len(ids) != len(set(ids)) or not all(re.fullmatch("[a-z_]+", it) for it in ids):
            fail(f"{path.name} has the ids {ids}")
        for field in fields:
            allowed = {"input": {"label", "description", "placeholder"}, "textarea": {"label", "description", "placeholder"}, "dropdown": {"label", "description", "options"}}[field["type"]]
            if not field["attributes"].keys() <= allowed or "label" not in field["attributes"]:
                fail(f"{path.name}: {field}")
            options = field["attributes"].get("options", [])
            if not all(isinstance(it, str) for it in options) or len(options) != len(set(options)) or "None" in options:
                fail(f"{path.name}: an option that is not a text, appears twice, or is reserved")
            if not all(isinstance(it, str) for key, it in field["attributes"].items() if key != "options"):
                fail(f"{path.name}: a value that is not a text: {field}")
        labels = [field["attributes"]["label"] for field in fields]
        if len(labels) != len(set(labels)):
            fail(f"{path.name} has a label twice")
    print("the forms: whole")


def main():
    if platform.machine() != "x86_64":
        fail("the release of this test is for x86_64")
    calfeed, scratch = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    machine = Machine(calfeed, scratch)
    (scratch / "calfeed").write_text(f'#!/bin/sh\nexec {calfeed} "$@"\n')
    forms()
    github(machine)
    pull_request(machine)
    approved(machine)
    gitlab(machine)
    netlify(machine)


if __name__ == "__main__":
    main()
