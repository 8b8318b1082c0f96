"""What programs cost: their CPU, which a busy machine changes least, in turn with each other, so that what changes hits all alike."""

import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass
class Run:
    cpu: float  # seconds, of user and system
    peak: float  # bytes


def run(command, **options):
    """Runs a program to its end, from a small process of its own: a child's peak is never below that of its parent."""
    script = 'import os, sys, resource, subprocess; code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL); ' \
        'used = resource.getrusage(resource.RUSAGE_CHILDREN); print(used.ru_utime + used.ru_stime, used.ru_maxrss); sys.exit(code)'
    done = subprocess.run([sys.executable, "-S", "-c", script, *map(str, command)], capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed\n{done.stderr[-2000:]}")
    cpu, peak = done.stdout.split()[-2:]
    return Run(float(cpu), float(peak) * 1024)


@dataclass
class Row:
    name: str
    cpu: float
    ratio: float
    low: float
    high: float
    peak: float

    def cells(self):
        return f"{self.name:34} {self.cpu * 1000:10.1f} ms {self.ratio:8.2f}   {self.low:6.2f} to {self.high:5.2f}"


def paired(commands, rounds, first=None, prepare=None):
    """Runs each command in turn, so many times; each ratio is to the first command's run of the same round."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            if prepare:
                prepare(name)
            runs[name].append(run(command))
    floor = runs[first or next(iter(commands))]
    rows = []
    for name, of in runs.items():
        ratios = sorted(one.cpu / under.cpu for one, under in zip(of, floor))
        quarter = len(ratios) // 4
        rows.append(
            Row(
                name,
                statistics.median(one.cpu for one in of),
                statistics.median(ratios),
                ratios[quarter],
                ratios[-1 - quarter],
                statistics.median(one.peak for one in of),
            )
        )
    return rows


def cpu_of(process):
    """The CPU that a process has used, in seconds."""
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until(found, what, patience=30):
    """Waits for something to be there."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.005)
    raise SystemExit(f"{what} did not come")
