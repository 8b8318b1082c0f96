#!/usr/bin/env python3
"""Makes every package from one program: `packaging/pack.py PROGRAM MANUAL DIR`.

PROGRAM is what `packaging/build` made, with its SBOM beside it, and MANUAL is its manual page. DIR gets the archive, the Debian package, the wheel, the two
packages for npm, and the layer of the container image. All contain the same program, byte by byte. No time, no user and no path of this machine is in
them, so the same program gives the same packages.
"""

import base64
import gzip
import hashlib
import io
import json
import pathlib
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
    def __init__(self, program, manual, out):
        self.program = program.read_bytes()
        self.sbom = (program.parent / "calfeed.cdx.json").read_bytes()
        self.manual = manual.read_bytes()
        self.out = out
        self.completions = {
            shell: subprocess.run([program, "completions", shell], check=True, capture_output=True).stdout for shell in SHELLS
        }

    def archive(self):
        folder = f"{NAME}-{VERSION}-{TARGET}"
        files = {"calfeed": (self.program, 0o755), "calfeed.1": (self.manual, 0o644), "calfeed.cdx.json": (self.sbom, 0o644)}
        files |= {name: (source(name), 0o644) for name in ["README.md", *LICENCES]}
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
            f"{doc}/calfeed.cdx.json": (self.sbom, 0o644),
        }
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
        # The program needs no system library, so it runs with glibc and with musl.
        platforms = ["manylinux_2_17_x86_64", "manylinux2014_x86_64", "musllinux_1_1_x86_64"]
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
        tags = "".join(f"Tag: py3-none-{platform}\n" for platform in platforms)
        files = {
            f"{NAME}-{VERSION}.data/scripts/calfeed": (self.program, 0o755),
            f"{info}/METADATA": ("\n".join(metadata).encode() + b"\n\n" + source("README.md"), 0o644),
            f"{info}/WHEEL": (f"Wheel-Version: 1.0\nGenerator: {NAME}\nRoot-Is-Purelib: false\n{tags}".encode(), 0o644),
            f"{info}/sboms/calfeed.cdx.json": (self.sbom, 0o644),
        }
        files |= {f"{info}/licenses/{name}": (source(name), 0o644) for name in LICENCES}
        record = "".join(
            f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},{len(data)}\n"
            for path, (data, _) in files.items()
        )
        files[f"{info}/RECORD"] = (f"{record}{info}/RECORD,,\n".encode(), 0o644)
        with zipfile.ZipFile(self.out / f"{NAME}-{VERSION}-py3-none-{'.'.join(platforms)}.whl", "w") as wheel:
            for path, (data, mode) in files.items():
                entry = zipfile.ZipInfo(path)
                entry.create_system, entry.external_attr = 3, (0o100000 | mode) << 16
                entry.compress_type = zipfile.ZIP_DEFLATED
                wheel.writestr(entry, data, compresslevel=9)

    def npm(self):
        """Two packages: `calfeed`, a few lines of JavaScript, and the program for one platform, which npm installs only there.

        With one package for all platforms, everybody would download the programs of all others."""
        common = {
            "version": VERSION,
            "description": PACKAGE["description"],
            "license": f"({PACKAGE['license']})",
            "homepage": PACKAGE["homepage"],
            "repository": {"type": "git", "url": f"git+{PACKAGE['repository']}.git"},
        }
        licences = {name: (source(name), 0o644) for name in LICENCES}
        platform = "@calfeed/linux-x64"
        about = f"# {platform}\n\nThe program of [calfeed](https://www.npmjs.com/package/calfeed) for 64-bit Linux. Install `calfeed` instead.\n"
        packages = {
            f"{NAME}-{VERSION}.tgz": (
                {
                    "name": NAME,
                    **common,
                    "keywords": PACKAGE["keywords"],
                    "bin": {"calfeed": "calfeed.js"},
                    "engines": {"node": ">=18"},
                    "optionalDependencies": {platform: VERSION},
                },
                {"calfeed.js": (source("packaging/npm/calfeed.js"), 0o755), "README.md": (source("README.md"), 0o644)},
            ),
            f"{NAME}-linux-x64-{VERSION}.tgz": (
                {"name": platform, **common, "os": ["linux"], "cpu": ["x64"], "preferUnplugged": True},
                {
                    "calfeed": (self.program, 0o755),
                    "calfeed.cdx.json": (self.sbom, 0o644),
                    "README.md": (about.encode(), 0o644),
                },
            ),
        }
        for name, (manifest, files) in packages.items():
            files |= licences | {"package.json": (json.dumps(manifest, indent=2).encode() + b"\n", 0o644)}
            files = {f"package/{path}": file for path, file in files.items()}
            (self.out / name).write_bytes(zipped(tar(files)))

    def image(self):
        """The layer that `docker build` would make of packaging/Dockerfile: what its COPY lines copy."""
        inside = {"calfeed": self.program, "calfeed.cdx.json": self.sbom} | {name: source(name) for name in LICENCES}
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
    program, manual, out = map(pathlib.Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    packages = Packages(program, manual, out)
    packages.archive()
    packages.debian()
    packages.wheel()
    packages.npm()
    packages.image()


if __name__ == "__main__":
    main()
