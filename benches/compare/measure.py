"""What programs cost: their CPU, which a busy machine changes least, in turn with each other, so that what changes hits all alike."""

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass


@dataclass
class Spread:
    """The middle of some figures, and between what half of them lie."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, figures):
        figures = sorted(figures)
        quarter = len(figures) // 4
        return cls(statistics.median(figures), figures[quarter], figures[-1 - quarter])

    @classmethod
    def between(cls, figures, others):
        """Of the ratios of figures to others, each to that of the same round."""
        return cls.of(one / other for one, other in zip(figures, others, strict=True))

    def over(self, divisor):
        return Spread(self.middle / divisor, self.low / divisor, self.high / divisor)

    def __str__(self):
        return f"{self.middle:.2f} ({self.low:.2f} to {self.high:.2f})"


@dataclass
class Run:
    cpu: float  # seconds, of user and system
    peak: float  # bytes


# From a small process of its own: a child's peak is never below that of its parent.
RUN = """
import os, sys
quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, used = os.wait4(child, 0)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(command):
    """Runs a program to its end."""
    done = subprocess.run([sys.executable, "-S", "-c", RUN, *map(str, command)], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} failed\n{done.stderr[-2000:]}")
    cpu, peak = done.stdout.split()
    return Run(float(cpu), float(peak) * 1024)


@dataclass
class Row:
    name: str
    cpu: float
    ratio: Spread
    peak: float


def paired(commands, rounds, prepare=None):
    """Runs each command in turn, so many times; each ratio is to the first command's run of the same round."""
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            if prepare:
                prepare(name)
            runs[name].append(run(command))
    floor = next(iter(runs.values()))
    return {
        name: Row(
            name,
            statistics.median(one.cpu for one in of),
            Spread.between([one.cpu for one in of], [one.cpu for one in floor]),
            statistics.median(one.peak for one in of),
        )
        for name, of in runs.items()
    }


def cpu_of(process):
    """The CPU that a process has used, in seconds.

    By its CPU clock (its number is what clock_getcpuclockid makes of the process): it counts nanoseconds, where /proc/PID/stat counts
    ticks of 10 ms, and knows of threads that have ended, which /proc/PID/task forgets.
    """
    return time.clock_gettime(~process << 3 | 2)


def memory(process, name="VmRSS"):
    """What a process holds in memory, in bytes; `VmHWM` is the most that it ever did."""
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(name))


def until(found, what, patience=60):
    """Waits for something to be there."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = found()
        if answer:
            return answer
        time.sleep(0.005)
    raise SystemExit(f"{what} did not come")
