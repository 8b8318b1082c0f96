#!/usr/bin/env python3
"""Prints the SBOM of a program, in the format of CycloneDX: `packaging/sbom.py PROGRAM TARGET`.

What is in the program is read from the program itself, where cargo-auditable put it. Licences come from `cargo metadata`, and checksums from Cargo.lock. There is no time
and no random serial number in it, so the same program has the same SBOM.
"""

import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tomllib
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent


def section(program, wanted):
    """Returns a section of a 64-bit little-endian ELF file, by its name."""
    if program[:6] != b"\x7fELF\x02\x01":
        sys.exit("error: only 64-bit little-endian ELF files can be read")
    (headers,) = struct.unpack_from("<Q", program, 0x28)
    size, count, names = struct.unpack_from("<HHH", program, 0x3A)
    tables = [struct.unpack_from("<IIQQQQ", program, headers + size * index) for index in range(count)]
    names = tables[names][4]
    for name, _, _, _, offset, length in tables:
        start = names + name
        if program[start : program.index(b"\0", start)] == wanted:
            return program[offset : offset + length]
    sys.exit(f"error: the program has no section {wanted.decode()}; was it built with cargo auditable?")


def purl(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def main():
    program_name, target = sys.argv[1:]
    program = pathlib.Path(program_name).read_bytes()
    listed = json.loads(zlib.decompress(section(program, b".dep-v0")))["packages"]
    # Packages that only run at build time are not in the program.
    is_inside = [package.get("kind", "runtime") == "runtime" for package in listed]
    metadata = subprocess.run(
        ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    known = {(package["name"], package["version"]): package for package in json.loads(metadata.stdout)["packages"]}
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text())
    checksums = {(package["name"], package["version"]): package.get("checksum") for package in lock["package"]}

    components, dependencies = [], []
    for package, inside in zip(listed, is_inside):
        if not inside:
            continue
        key = (package["name"], package["version"])
        component = {
            "type": "application" if package.get("root") else "library",
            "bom-ref": purl(package),
            "name": package["name"],
            "version": package["version"],
            "licenses": [{"expression": known[key]["license"].replace("/", " OR ")}],
            "purl": purl(package),
        }
        if package.get("root"):
            component["hashes"] = [{"alg": "SHA-256", "content": hashlib.sha256(program).hexdigest()}]
            root = component
        else:
            component["hashes"] = [{"alg": "SHA-256", "content": checksums[key]}]
            components.append(component)
        below = [purl(listed[index]) for index in package.get("dependencies", []) if is_inside[index]]
        dependencies.append({"ref": purl(package), "dependsOn": sorted(below)})

    bom = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": root},
        "components": sorted(components, key=lambda component: component["purl"]),
        "dependencies": sorted(dependencies, key=lambda dependency: dependency["ref"]),
    }
    print(json.dumps(bom, indent=1, ensure_ascii=False))


main()
