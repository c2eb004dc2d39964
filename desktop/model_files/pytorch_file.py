"""Files that PyTorch saved: a process of the engine takes the weights out, and may cost nothing but itself."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import msgspec

from desktop.model_files.errors import FileError
from desktop.model_files.kinds import DAMAGED, PROGRAM
from desktop.pictures.answers import called
from desktop.system.processes import own_environment
from desktop.system.tracebacks import wanted
from engine.contract.unpacked import MOST_TENSORS, Problem, Unpacked, read_unpacked

SECONDS = 18
"""Less than the window waits for the whole, so that there is time to say why it ends."""
LARGEST = 2 * 2**30
"""So many bytes of a file are unpacked: they are written a second time."""
SAFER = "In Python, convert it to safetensors, and open that."
PROBLEMS: dict[Problem, str] = {
    "program": PROGRAM,
    "packed": "is packed as PyTorch packs no file, and may be of any size. In Python, save its state_dict anew.",
    "damaged": DAMAGED,
    "memory": f"takes too much memory. {SAFER}",
    "claims": "is damaged: it claims more numbers than it has. Download or save it again.",
    "many": f"holds more than {MOST_TENSORS:,} arrays, which is more than can be listed. Save fewer of them.",
    "room": "can’t be unpacked: the disk for temporary files has no room. Make room there, and open it again.",
    "nothing": "holds no weights. In Python, save the state_dict of a network with torch.save, and open that.",
}


class Unpacking:
    """A file whose weights are being taken out, while this process can do something else."""

    def __init__(self, path: Path, out: Path) -> None:
        """Begin to write the weights as safetensors; raises FileError and OSError."""
        self.out = out
        self._name = called(path)
        size = path.stat().st_size
        if size > LARGEST:
            raise FileError(f"{self._name} is larger than 2 GiB. {SAFER}")
        self._end = time.monotonic() + SECONDS
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            [sys.executable, "-m", "engine", "unpack", str(path.absolute()), str(out)],
            env={**own_environment(), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
            stdin=pipe,  # its other end tells whether we are still there
            stdout=pipe,
            stderr=None if wanted() else subprocess.DEVNULL,
        )

    def wait(self) -> tuple[str, ...]:
        """Wait for the end; return what must be told of the file. Raises FileError."""
        with self._process as process:
            try:
                process.wait(self._end - time.monotonic())  # what it says fits into the pipe
            except subprocess.TimeoutExpired:
                given_up = f"{self._name} is not read within {SECONDS} seconds, so it is given up. {SAFER}"
                raise FileError(given_up) from None
            finally:
                process.kill()
            said = process.stdout.read() if process.stdout is not None else b""
        try:
            found = read_unpacked(said)
        except msgspec.DecodeError:
            raise FileError(f"{self._name} {DAMAGED}") from None
        if found.problem:
            raise FileError(f"{self._name} {PROBLEMS[found.problem]}")
        return notes(found)


def notes(found: Unpacked) -> tuple[str, ...]:
    """What must be told of a file, in sentences."""
    said = []
    if found.inside:
        said.append(f"The weights lie in the file under “{found.inside}”.")
    if found.unprefixed:
        said.append("Every name began with “module.” or “_orig_mod.”; that is left out.")
    if found.ignored:
        said.append(f"Beside weights the file holds {_listing(found.ignored, found.ignored_count)}; that is left out.")
    if found.unshown:
        said.append(
            f"Numbers of a kind that can’t be shown are left out: {_listing(found.unshown, found.unshown_count)}."
        )
    return tuple(said)


def _listing(names: tuple[str, ...], count: int) -> str:
    quoted = [f"“{called(Path(name))}”" for name in names]
    if count > len(names):
        quoted.append(f"{count - len(names):,} more")
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
