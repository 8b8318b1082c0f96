#!/usr/bin/env python3
"""Installs each package into an empty place, and uses it there: `packaging/try.py PROGRAM DIR`.

Each place checks and builds the events file of this repository, serves it, and requests the first page, the feed and the state. It needs root on Debian, for `chroot`.
The installers themselves come from the registries: pip, npm, a small Debian. No package does: each is installed from DIR, without a network where the
installer allows that.
"""

import base64
import hashlib
import http.server
import json
import os
import pathlib
import re
import shutil
import signal
import struct
import subprocess
import sys
import tarfile
import tempfile
import threading
import urllib.parse
import urllib.request

import pack

# Everything is published at this time: noon on 15 June 2026.
ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SOURCE_DATE_EPOCH": "1781524800", "LC_ALL": "C.UTF-8"}
# The file was changed on 5 January 2026.
EDITED = 1767605400
NOBODY = "65534:65534"
FOLDER = f"{pack.NAME}-{pack.VERSION}-{pack.TARGET}"


def run(*command, **options):
    """Runs a command, and ends with what it printed if it fails."""
    command = [str(word) for word in command]
    done = subprocess.run(command, capture_output=True, text=True, **({"env": ENVIRONMENT} | options))
    if done.returncode != 0:
        sys.exit(f"error: `{' '.join(command)}` failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(is_so, what):
    if not is_so:
        sys.exit(f"error: {what}")


def get(address, path):
    with urllib.request.urlopen(f"http://{address}{path}", timeout=60) as response:
        return response.read().decode()


def use(calfeed, folder, inside=None, serve=None):
    """Checks, builds and serves in a folder. `calfeed` is the command, `inside` the folder as the command sees it; returns the files that `build` wrote."""
    inside = inside or folder
    shutil.copy(pack.ROOT / "events.yaml", folder)
    # Without git, the time of the file dates every event.
    os.utime(folder / "events.yaml", (EDITED, EDITED))
    os.chmod(folder, 0o777)
    at = dict(cwd=folder, env=ENVIRONMENT)
    expect(run(*calfeed, "--version", **at).startswith(f"calfeed {pack.VERSION} (time zones of 20"), "another version")
    run(*calfeed, "check", f"{inside}/events.yaml", **at)
    run(*calfeed, "build", f"{inside}/events.yaml", "--out", f"{inside}/public", **at)
    served = [*calfeed, *(serve or ["serve", f"{inside}/events.yaml", "--listen", "127.0.0.1:0"])]
    with subprocess.Popen([str(word) for word in served], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **at) as server:
        try:
            address = expect_served(server, calfeed, folder, at)
            server.send_signal(signal.SIGTERM)
            _, log = server.communicate(timeout=60)
            expect(server.returncode == 0, f"`serve` at {address} ends with {server.returncode}: {log}")
        finally:
            server.kill()
    return {file.relative_to(folder / "public").as_posix(): file.read_bytes() for file in (folder / "public").rglob("*") if file.is_file()}


def expect_served(server, calfeed, folder, at):
    """Requests the first page, the feed and the state of a server. Returns its address."""
    line = server.stdout.readline()
    found = re.search(r"http://[\d.]+:(\d+)/", line)
    if not found:
        sys.exit(f"error: `serve` does not start: {line}{server.communicate()[1]}")
    address = f"127.0.0.1:{found[1]}"
    page = get(address, "/")
    expect("<h1" in page and "<title>" in page and "text/calendar" in page, f"no first page: {page[:500]}")
    feed = next(file for file in (folder / "public").glob("*.ics"))
    expect(get(address, f"/{feed.name}").encode() == feed.read_bytes(), "`serve` and `build` differ")
    healthy = run(*calfeed, "healthcheck", f"http://localhost:{found[1]}/healthz", **at)
    expect(healthy == f"http://localhost:{found[1]}/healthz: 200 OK\n", healthy)
    return address


def same_program(path, program):
    expect(path.read_bytes() == program.read_bytes(), f"{path} is another program")


def try_program(program, _, place):
    """The program alone, in an empty chroot as another user: no library, no time zones, no git, no /proc."""
    data = program.read_bytes()
    expect(struct.unpack_from("<H", data, 16)[0] == 3, "the program has a fixed address")
    expect(b".dep-v0\0" in data, "the program has no list of its dependencies")
    (place / "calendar").mkdir()
    shutil.copy(program, place / "calfeed")
    return use(["chroot", f"--userspec={NOBODY}", place, "/calfeed"], place / "calendar", "/calendar")


def try_archive(program, packages, place):
    with tarfile.open(packages / f"{FOLDER}.tar.gz") as archive:
        archive.extractall(place, filter="data")
    unpacked = place / FOLDER
    names = sorted(file.relative_to(unpacked).as_posix() for file in unpacked.rglob("*") if file.is_file())
    expected = ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "calfeed", "calfeed.1", "calfeed.cdx.json"]
    expect(names == sorted([*expected, "completions/_calfeed", "completions/calfeed.bash", "completions/calfeed.fish"]), names)
    same_program(unpacked / "calfeed", program)
    expect("](docs/" not in (unpacked / "README.md").read_text(), "README.md has links to files that are not in the archive")
    if shutil.which("man"):
        page = run("man", "--local-file", "--warnings", unpacked / "calfeed.1", env=ENVIRONMENT | {"MANWIDTH": "120"})
        expect("calfeed healthcheck" in page, "the manual page has no healthcheck")
    run("bash", "-c", f"source '{unpacked}/completions/calfeed.bash' && complete -p calfeed")
    return use([unpacked / "calfeed"], place)


def try_debian(program, packages, place):
    """A small Debian with systemd. The package is installed, used, removed and purged."""
    (package,) = packages.glob("*.deb")
    root = place / "root"
    run("mmdebstrap", "--quiet", "--variant=essential", "--include=procps,systemd", "bookworm", root)
    before = files_of(root)
    shutil.copy(package, root / "calfeed.deb")
    run("chroot", root, "dpkg", "--install", "/calfeed.deb")
    same_program(root / "usr/bin/calfeed", program)
    expect("root:root 755" == run("stat", "--format=%U:%G %a", root / "usr/bin/calfeed").strip(), "the program belongs to somebody else")
    (user,) = (line for line in (root / "etc/passwd").read_text().splitlines() if line.startswith("calfeed:"))
    expect(user.endswith(":Calendar feeds:/etc/calfeed:/usr/sbin/nologin"), user)
    service = root / "usr/lib/systemd/system/calfeed.service"
    expect("\nUser=calfeed\n" in service.read_text(), "the service has no user of its own")
    run("chroot", root, "systemd-analyze", "verify", "--man=no", "calfeed.service", "calfeed.socket")
    # As the service does it: with the file and the options of /etc/calfeed, as that user, and the port of this test.
    settings = dict(re.findall(r"^(\w+)=(.*)$", (root / "etc/calfeed/calfeed.conf").read_text(), re.MULTILINE))
    expect(settings["EVENTS"] == "/etc/calfeed/events.yaml", settings)
    options = re.sub(r":\d+", ":0", settings["OPTIONS"]).split()
    shutil.copy(pack.ROOT / "events.yaml", root / "etc/calfeed")
    os.utime(root / "etc/calfeed/events.yaml", (EDITED, EDITED))
    (root / "calendar").mkdir()
    _, _, number, group, *_ = user.split(":")
    calfeed = ["chroot", f"--userspec={number}:{group}", root, "/usr/bin/calfeed"]
    written = use(calfeed, root / "calendar", "/calendar", ["serve", settings["EVENTS"], *options])
    # What the owner of the machine made is not the package's to remove.
    for name in ["calendar", "calfeed.deb", "etc/calfeed/events.yaml"]:
        run("rm", "-r", root / name)
    run("chroot", root, "dpkg", "--remove", "calfeed")
    expect((root / "etc/calfeed/calfeed.conf").exists(), "the settings are gone before the package is purged")
    run("chroot", root, "dpkg", "--purge", "calfeed")
    left = {name for name in files_of(root) - before if not name.startswith(("run/", "var/lib/dpkg/", "var/log/"))}
    # The user stays, in files that were there before, with a backup of each.
    left -= {"etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-", "etc/.pwd.lock"}
    expect(not left, f"files are left: {sorted(left)}")
    return written


def files_of(root):
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if not path.is_relative_to(root / "proc")}


def try_wheel(program, packages, place):
    (wheel,) = packages.glob("*.whl")
    run(sys.executable, "-m", "venv", place / "venv")
    run(place / "venv/bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel)
    same_program(place / "venv/bin/calfeed", program)
    expect("calfeed" in run(place / "venv/bin/python", "-m", "pip", "show", "--files", "calfeed"), "pip does not know the package")
    return use([place / "venv/bin/calfeed"], place)


def try_npm(program, packages, place):
    tarballs = [packages / f"calfeed-{pack.VERSION}.tgz", packages / f"calfeed-linux-x64-{pack.VERSION}.tgz"]
    node = ENVIRONMENT | {"PATH": os.environ["PATH"], "HOME": str(place), "npm_config_cache": str(place / "cache")}
    (place / "package.json").write_text('{"private": true}\n')
    run("npm", "install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", *tarballs, cwd=place, env=node)
    same_program(place / "node_modules/@calfeed/linux-x64/calfeed", program)
    # `node` may be in a folder that ENVIRONMENT does not have.
    written = use([shutil.which("node"), place / "node_modules/.bin/calfeed"], place)
    shutil.rmtree(place / "node_modules/@calfeed")
    alone = subprocess.run([shutil.which("node"), place / "node_modules/.bin/calfeed", "check"], cwd=place, capture_output=True, text=True)
    expect(alone.returncode == 2 and "@calfeed/linux-x64 is not installed" in alone.stderr, alone)
    return written


def try_other_platforms(place):
    """The packages of every platform, with a stand-in for the program: pip and npm take the one of theirs, and the names in it are right."""
    stand_in, packages = place / "stand-in", place / "packages"
    stand_in.mkdir()
    (stand_in / "calfeed").write_text('#!/bin/sh\necho "$@"\n')
    (stand_in / "calfeed").chmod(0o755)
    (stand_in / "calfeed.1").write_text(".TH calfeed 1\n")
    for target in pack.PLATFORMS:
        (stand_in / "calfeed.cdx.json").unlink(missing_ok=True)
        if target == pack.TARGET:
            (stand_in / "calfeed.cdx.json").write_text("{}\n")
        run(pack.HERE / "pack.py", stand_in / "calfeed", stand_in / "calfeed.1", packages, target, env=ENVIRONMENT | {"PATH": os.environ["PATH"]})
    run(sys.executable, "-m", "venv", place / "venv")
    registry = Registry(packages)
    node = ENVIRONMENT | {"PATH": os.environ["PATH"], "HOME": str(place), "npm_config_cache": str(place / "cache"), "npm_config_registry": registry.address}
    for target, (tags, platform) in pack.PLATFORMS.items():
        name = "calfeed.exe" if target.endswith("-msvc") else "calfeed"
        with tarfile.open(packages / f"{pack.NAME}-{pack.VERSION}-{target}.tar.gz") as archive:
            expect(f"{pack.NAME}-{pack.VERSION}-{target}/{name}" in archive.getnames(), f"the archive for {target} has no {name}")
        for tag in tags:
            to = place / tag
            pip = [place / "venv/bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", "--find-links", packages]
            run(*pip, "--only-binary", ":all:", "--platform", tag, "--target", to, "calfeed")
            expect((to / "bin" / name).exists(), f"pip installs no {name} for {tag}")
        system, processor = platform.split("-")
        to = place / platform
        to.mkdir()
        (to / "package.json").write_text('{"private": true}\n')
        run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", f"--os={system}", f"--cpu={processor}", "calfeed", cwd=to, env=node)
        installed = sorted(path.relative_to(to / "node_modules").as_posix() for path in (to / "node_modules/@calfeed").glob("*/calfeed*") if path.suffix != ".json")
        expect(installed == [f"@calfeed/{platform}/{name}"], f"npm installs {installed} for {platform}")


class Registry:
    """The packages for npm, as a registry offers them."""

    def __init__(self, packages):
        documents, files = {}, {path.name: path.read_bytes() for path in packages.glob("*.tgz")}
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
        self.address = f"http://127.0.0.1:{server.server_port}/"
        for file, data in files.items():
            with tarfile.open(packages / file) as archive:
                manifest = json.load(archive.extractfile("package/package.json"))
            name, version = manifest["name"], manifest["version"]
            integrity = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
            manifest["dist"] = {"tarball": self.address + file, "integrity": integrity}
            documents[name] = json.dumps({"name": name, "dist-tags": {"latest": version}, "versions": {version: manifest}}).encode()

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_GET(self):
                name = urllib.parse.unquote(self.path[1:])
                data = files.get(name) or documents.get(name)
                self.send_response(200 if data else 404)
                self.end_headers()
                self.wfile.write(data or b"")

        server.RequestHandlerClass = Handler
        threading.Thread(target=server.serve_forever, daemon=True).start()


def try_image(program, packages, place):
    """What the image contains, in a chroot, with the user, the folder and the commands that packaging/Dockerfile names."""
    said = {instruction: words for instruction, words in pack.instructions()}
    with tarfile.open(packages / f"calfeed-{pack.VERSION}-image-layer.tar.gz") as layer:
        layer.extractall(place, filter="fully_trusted")
    entry, user, (folder,) = said["ENTRYPOINT"], said["USER"][0], said["WORKDIR"]
    expect(re.fullmatch(r"[1-9]\d*:[1-9]\d*", user), f"the user is {user}")
    same_program(place / entry[0].lstrip("/"), program)
    calfeed = ["chroot", f"--userspec={user}", place, *entry]
    # Its CMD has fixed ports. This machine may use them, so only their numbers are replaced.
    serve = [re.sub(r":\d+$", ":0", word) for word in said["CMD"]]
    inside = place / folder.lstrip("/")
    written = use(calfeed, inside, folder, serve)
    # Its health check is a healthcheck of the address of the metrics, which its CMD names.
    check = subprocess.run(["chroot", f"--userspec={user}", place, *healthcheck()[:-1], "http://127.0.0.1:1/healthz"], capture_output=True, text=True)
    expect(check.returncode == 1 and "Connection refused" in check.stderr, check)
    metrics = said["CMD"][said["CMD"].index("--metrics") + 1]
    expect(healthcheck()[-1] == f"http://{metrics}/healthz", "the health check requests another address than that of the metrics")
    return written


def healthcheck():
    """Returns the command of the HEALTHCHECK line."""
    text = (pack.HERE / "Dockerfile").read_text()
    return re.findall(r'"([^"]*)"', re.search(r"^HEALTHCHECK .* CMD (\[.*\])$", text, re.MULTILINE)[1])


def main():
    program, packages = (pathlib.Path(name).resolve() for name in sys.argv[1:])
    with tempfile.TemporaryDirectory() as folder:
        try_other_platforms(pathlib.Path(folder))
    print("other platforms: pip and npm take the package of theirs", file=sys.stderr)
    first = None
    for place in [try_program, try_archive, try_debian, try_wheel, try_npm, try_image]:
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            written = place(program, packages, pathlib.Path(folder))
        # The same program on the same file at the same time: the same bytes everywhere.
        digest = hashlib.sha256(b"".join(name.encode() + data for name, data in sorted(written.items()))).hexdigest()
        first = first or digest
        expect(digest == first, f"{place.__name__} publishes other bytes than the others")
        print(f"{place.__name__.removeprefix('try_')}: checks, builds and serves; {len(written)} files", file=sys.stderr)


main()
