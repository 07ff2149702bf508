"""How much memory a process holds, and how much processor time it took, as the kernel counts them."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Memory:
    """MiB. resident: all that stands in memory; anonymous: the part of it that the process alone made, without pages of
    files, which the kernel takes back as it likes."""

    resident: float = 0.0
    anonymous: float = 0.0

    def or_more(self, other: "Memory") -> "Memory":
        """The greater of each."""
        return Memory(max(self.resident, other.resident), max(self.anonymous, other.anonymous))


def memory_of(pid: int) -> Memory:
    """The memory of a process; none of one that is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return Memory()
    sizes = {line.split()[0].rstrip(":"): int(line.split()[1]) / 1024 for line in lines}
    return Memory(sizes["Rss"], sizes["Anonymous"])


def processor_seconds(pid: int) -> float:
    """The processor time that a process took, with its threads and without its children; 0 of one that is gone."""
    try:
        # The name in brackets may hold anything; what is wanted stands behind it.
        numbers = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")
