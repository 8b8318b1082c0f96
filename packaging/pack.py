#!/usr/bin/env python3
"""Makes every package from one program: `packaging/pack.py PROGRAM MANUAL DIR [TARGET]`.

PROGRAM is what `packaging/build` made, with its SBOM beside it, and MANUAL is its manual page. DIR gets the archive, the Debian package, the wheel, the two
packages for npm, and the layer of the container image. For a TARGET other than 64-bit Linux on x86, it gets the archive, the wheel and the package for npm of that
platform, and the SBOM may be missing. All contain the same program, byte by byte. No time, no user and no path of this machine is in them, so the same program gives the same packages.
"""

import base64
import gzip
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
HERE = ROOT / "packaging"
PACKAGE = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]
NAME, VERSION = PACKAGE["name"], PACKAGE["version"]
TARGET = "x86_64-unknown-linux-gnu"
# The tags of a wheel, and the platform as Node.js names it. A program for Linux needs no system library, so it runs with glibc and with musl.
PLATFORMS = {
    TARGET: (["manylinux_2_17_x86_64", "manylinux2014_x86_64", "musllinux_1_1_x86_64"], "linux-x64"),
    "aarch64-unknown-linux-gnu": (["manylinux_2_17_aarch64", "manylinux2014_aarch64", "musllinux_1_1_aarch64"], "linux-arm64"),
    "aarch64-apple-darwin": (["macosx_11_0_arm64"], "darwin-arm64"),
    "x86_64-apple-darwin": (["macosx_10_12_x86_64"], "darwin-x64"),
    "x86_64-pc-windows-msvc": (["win_amd64"], "win32-x64"),
}
LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"]
# Where each shell of Debian looks for completions.
SHELLS = {
    "bash": ("calfeed.bash", "usr/share/bash-completion/completions/calfeed"),
    "zsh": ("_calfeed", "usr/share/zsh/vendor-completions/_calfeed"),
    "fish": ("calfeed.fish", "usr/share/fish/vendor_completions.d/calfeed.fish"),
}
# 1 January 1980, the earliest time that a zip file can have.
TIME = 315532800


def source(name):
    return (ROOT / name).read_bytes()


def readme():
    """Returns README.md for a place that does not have the other files of the repository: its links lead to them on GitHub, at this release."""
    files = f"{PACKAGE['repository']}/blob/v{VERSION}/"
    text = re.sub(r"\]\((?![a-z]+:|#)", f"]({files}", source("README.md").decode())
    return text.encode()


def zipped(data):
    return gzip.compress(data, 9, mtime=0)


def tar(files, folders=()):
    """Returns a tar file of `{path: (bytes, mode)}`, sorted, with the folders of all files, owned by root."""
    names = {parent.as_posix() for path in files for parent in pathlib.PurePosixPath(path).parents}
    entries = [(name, None, 0o755) for name in (names | set(folders)) - {"."}]
    entries += [(name, data, mode) for name, (data, mode) in files.items()]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data, mode in sorted(entries, key=lambda entry: entry[0]):
            info = tarfile.TarInfo(name)
            info.mode, info.mtime = mode, TIME
            if data is None:
                info.type = tarfile.DIRTYPE
                archive.addfile(info)
            else:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


class Packages:
    def __init__(self, program, manual, out, target):
        self.target = target
        self.tags, self.platform = PLATFORMS[target]
        self.name = "calfeed.exe" if "windows" in target else "calfeed"
        self.program = program.read_bytes()
        # Only a program for Linux has one.
        sbom = program.parent / "calfeed.cdx.json"
        self.sbom = {"calfeed.cdx.json": (sbom.read_bytes(), 0o644)} if sbom.exists() else {}
        self.manual = manual.read_bytes()
        self.out = out
        self.completions = {
            shell: subprocess.run([program, "completions", shell], check=True, capture_output=True).stdout for shell in SHELLS
        }

    def archive(self):
        folder = f"{NAME}-{VERSION}-{self.target}"
        files = {self.name: (self.program, 0o755), "calfeed.1": (self.manual, 0o644), "README.md": (readme(), 0o644)} | self.sbom
        files |= {name: (source(name), 0o644) for name in LICENCES}
        files |= {f"completions/{name}": (self.completions[shell], 0o644) for shell, (name, _) in SHELLS.items()}
        files = {f"{folder}/{path}": file for path, file in files.items()}
        (self.out / f"{folder}.tar.gz").write_bytes(zipped(tar(files)))

    def debian(self):
        """dpkg-deb makes it, and not cargo-deb: that would be a hundred crates to compile, and the file would not be easier to read."""
        doc = "usr/share/doc/calfeed"
        files = {
            "usr/bin/calfeed": (self.program, 0o755),
            "usr/lib/systemd/system/calfeed.service": (packaged_unit(), 0o644),
            "usr/lib/systemd/system/calfeed.socket": (unit("calfeed.socket"), 0o644),
            "usr/lib/sysusers.d/calfeed.conf": (source("packaging/deb/sysusers.conf"), 0o644),
            "etc/calfeed/calfeed.conf": (source("packaging/deb/calfeed.conf"), 0o644),
            "usr/share/man/man1/calfeed.1.gz": (zipped(self.manual), 0o644),
            f"{doc}/copyright": (copyright_of(source("LICENSE-MIT"), source("LICENSE-APACHE")), 0o644),
            f"{doc}/changelog.gz": (zipped(source("CHANGELOG.md")), 0o644),
        }
        files |= {f"{doc}/{name}": file for name, file in self.sbom.items()}
        files |= {path: (self.completions[shell], 0o644) for shell, (_, path) in SHELLS.items()}
        # In Debian, a version before another sorts by `~`.
        version = VERSION.replace("-", "~") + "-1"
        size = sum(-(-len(data) // 1024) for data, _ in files.values())
        control = source("packaging/deb/control").decode().format(version=version, size=size, homepage=PACKAGE["homepage"])
        sums = "".join(f"{hashlib.md5(data).hexdigest()}  {path}\n" for path, (data, _) in sorted(files.items()))
        files |= {
            "DEBIAN/control": (control.encode(), 0o644),
            "DEBIAN/conffiles": (b"/etc/calfeed/calfeed.conf\n", 0o644),
            "DEBIAN/md5sums": (sums.encode(), 0o644),
        }
        files |= {f"DEBIAN/{name}": (source(f"packaging/deb/{name}"), 0o755) for name in ["postinst", "prerm", "postrm"]}
        with tempfile.TemporaryDirectory() as folder:
            tree = pathlib.Path(folder, "tree")
            with tarfile.open(fileobj=io.BytesIO(tar(files))) as packed:
                packed.extractall(tree, filter="fully_trusted")
            subprocess.run(
                ["dpkg-deb", "--root-owner-group", "--uniform-compression", "-Zxz", "--threads-max=1", "--build", tree, self.out / f"{NAME}_{version}_amd64.deb"],
                check=True,
                stdout=subprocess.DEVNULL,
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SOURCE_DATE_EPOCH": str(TIME)},
            )

    def wheel(self):
        """Written here, and not by maturin: that would compile the program again, and the wheel would have another one than the other packages."""
        info = f"{NAME}-{VERSION}.dist-info"
        metadata = [
            "Metadata-Version: 2.4",
            f"Name: {NAME}",
            f"Version: {VERSION}",
            f"Summary: {PACKAGE['description']}",
            f"License-Expression: {PACKAGE['license']}",
            *(f"License-File: {name}" for name in LICENCES),
            f"Keywords: {','.join(PACKAGE['keywords'])}",
            f"Project-URL: Homepage, {PACKAGE['homepage']}",
            f"Project-URL: Repository, {PACKAGE['repository']}",
            "Requires-Python: >=3.8",
            "Description-Content-Type: text/markdown",
        ]
        tags = "".join(f"Tag: py3-none-{tag}\n" for tag in self.tags)
        files = {
            f"{NAME}-{VERSION}.data/scripts/{self.name}": (self.program, 0o755),
            f"{info}/METADATA": ("\n".join(metadata).encode() + b"\n\n" + readme(), 0o644),
            f"{info}/WHEEL": (f"Wheel-Version: 1.0\nGenerator: {NAME}\nRoot-Is-Purelib: false\n{tags}".encode(), 0o644),
        }
        files |= {f"{info}/sboms/{name}": file for name, file in self.sbom.items()}
        files |= {f"{info}/licenses/{name}": (source(name), 0o644) for name in LICENCES}
        record = "".join(
            f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},{len(data)}\n"
            for path, (data, _) in files.items()
        )
        files[f"{info}/RECORD"] = (f"{record}{info}/RECORD,,\n".encode(), 0o644)
        with zipfile.ZipFile(self.out / f"{NAME}-{VERSION}-py3-none-{'.'.join(self.tags)}.whl", "w") as wheel:
            for path, (data, mode) in files.items():
                entry = zipfile.ZipInfo(path)
                entry.create_system, entry.external_attr = 3, (0o100000 | mode) << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                wheel.writestr(entry, data, compresslevel=9)

    def npm(self):
        """The package of one platform, which has the program and which npm installs only there; and `calfeed`, a few lines of JavaScript that run it.

        With one package for all platforms, everybody would download the programs of all others."""
        common = {
            "version": VERSION,
            "description": PACKAGE["description"],
            "license": f"({PACKAGE['license']})",
            "homepage": PACKAGE["homepage"],
            "repository": {"type": "git", "url": f"git+{PACKAGE['repository']}.git"},
        }
        licences = {name: (source(name), 0o644) for name in LICENCES}
        scoped = {target: f"@calfeed/{platform}" for target, (_, platform) in PLATFORMS.items()}
        own = scoped[self.target]
        system, processor = self.platform.split("-")
        about = f"# {own}\n\nThe program of [calfeed](https://www.npmjs.com/package/calfeed) for one platform. Install `calfeed` instead.\n"
        packages = {
            f"{NAME}-{self.platform}-{VERSION}.tgz": (
                {"name": own, **common, "os": [system], "cpu": [processor], "preferUnplugged": True},
                {self.name: (self.program, 0o755), "README.md": (about.encode(), 0o644)} | self.sbom,
            ),
        }
        if self.target == TARGET:
            packages[f"{NAME}-{VERSION}.tgz"] = (
                {
                    "name": NAME,
                    **common,
                    "keywords": PACKAGE["keywords"],
                    "bin": {"calfeed": "calfeed.js"},
                    "engines": {"node": ">=18"},
                    "optionalDependencies": {name: VERSION for name in sorted(scoped.values())},
                },
                {"calfeed.js": (source("packaging/npm/calfeed.js"), 0o755), "README.md": (readme(), 0o644)},
            )
        for name, (manifest, files) in packages.items():
            files |= licences | {"package.json": (json.dumps(manifest, indent=2).encode() + b"\n", 0o644)}
            files = {f"package/{path}": file for path, file in files.items()}
            (self.out / name).write_bytes(zipped(tar(files)))

    def image(self):
        """The layer that `docker build` would make of packaging/Dockerfile: what its COPY lines copy."""
        inside = {"calfeed": self.program} | {name: source(name) for name in LICENCES} | {name: data for name, (data, _) in self.sbom.items()}
        files, folders = {}, set()
        for instruction, words in instructions():
            if instruction == "COPY":
                *names, to = words
                for name in names:
                    path = f"{to}{name}" if to.endswith("/") else to
                    files[path.lstrip("/")] = (inside[name], 0o755 if name == "calfeed" else 0o644)
            elif instruction == "WORKDIR":
                folders.add(words[0].lstrip("/"))
        (self.out / f"{NAME}-{VERSION}-image-layer.tar.gz").write_bytes(zipped(tar(files, folders)))


def instructions():
    """Returns the instructions of packaging/Dockerfile, each with its words."""
    text = source("packaging/Dockerfile").decode().replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            instruction, _, rest = line.partition(" ")
            yield instruction, json.loads(rest) if rest.startswith("[") else rest.split()


def unit(name):
    """Returns a unit of `deploy/` without the comments at its top, which say how to install it by hand."""
    text = source(f"deploy/{name}").decode()
    return text[text.index("[Unit]") :].encode()


def packaged_unit():
    """Returns the unit of the package: a user of its own, and settings in /etc/calfeed."""
    text = unit("calfeed.service").decode()
    for line, replacement in [
        (
            "ExecStart=/usr/local/bin/calfeed serve /srv/calendar/events.yaml --listen 127.0.0.1:8080 --metrics 127.0.0.1:9180\n",
            "EnvironmentFile=/etc/calfeed/calfeed.conf\nExecStart=/usr/bin/calfeed serve ${EVENTS} $OPTIONS\n",
        ),
        # This user can own the working tree of the events file, so that git reads it without `safe.directory`.
        ("DynamicUser=yes\n", "User=calfeed\nGroup=calfeed\n"),
    ]:
        if text.count(line) != 1:
            sys.exit(f"error: deploy/calfeed.service has no line `{line.strip()}`")
        text = text.replace(line, replacement)
    return text.encode()


def copyright_of(mit, apache):
    """Returns the file `copyright` of Debian, which needs every licence in full or by its place in /usr/share/common-licenses."""
    return b"calfeed may be used under either of these licences, at your option.\n\n" + mit + b"\n\n" + apache


def main():
    program, manual, out = map(pathlib.Path, sys.argv[1:4])
    (target,) = sys.argv[4:] or [TARGET]
    out.mkdir(parents=True, exist_ok=True)
    packages = Packages(program, manual, out, target)
    packages.archive()
    packages.wheel()
    packages.npm()
    if target == TARGET:
        packages.debian()
        packages.image()


if __name__ == "__main__":
    main()
