"""Command lines of right and wrong words, in every encoding, with streams that are closed, full or hung up."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import random
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

COMMANDS = ("scenes", "presets", "networks", "export", "train", "latency", "doctor", "--scene", "--version", "--help")
ENCODINGS = ("utf-8", "ascii", "cp1251", "cp437", "koi8-r", "latin-1", "utf-16", "shift_jis", "gb18030")
ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EPIPE, errno.EBADF, errno.EFBIG)
ODD = (
    *("", " ", "-", "--", "-1", "0", "1e400", "9" * 309, "9" * 5000, "1,5", "−1", "½", "0_5", "nan", "x" * 256),
    *("..", "/", "/dev/null", "/dev/zero", "a=b", "=", "=1", "stride=", "picture=", "\udcff", "\ud800", "a\nb"),
    *("é" * 300, "\x1b[2J", "%s", "{0}", "convolution", "race", "resnet-18", "--json", "--knob", "--help", "-o"),
    *("--scene", "C:\\x", "日本"),
)
"""What nobody should type, and right words in the wrong place."""
ENGINES = ("/no/such/engine", "false", "true", "cat", "yes", "'", "env -i false", sys.executable)
"""Programs that are no engine."""
ENVIRONMENTS: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "xx_YY.KOI8-R"},
    {"PYTHONIOENCODING": "cp1251"},
    {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"},
    {"CONVOSCOPE_HOME": "/dev/null/nowhere"},
    {"TMPDIR": "/nowhere", "HOME": "/nowhere"},
    {"TERM": "dumb", "COLUMNS": "1", "PYTHONUNBUFFERED": "1"},
)
REDIRECTIONS = ("", ">&-", "2>&-", "<&-", ">&- 2>&- <&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>&1", "| head -c 1")


class Stream(NamedTuple):
    """What stdout or stderr is: of an encoding, closed (""), or one that fails with an error."""

    encoding: str
    error: int = 0


class Raw(io.RawIOBase):
    """Bytes that are kept, or refused with an error."""

    def __init__(self, error: int) -> None:
        super().__init__()
        self.error, self.taken = error, b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        if self.error:
            raise OSError(self.error, os.strerror(self.error))
        piece = bytes(data)  # type: ignore[call-overload]
        self.taken += piece
        return len(piece)


class Done(NamedTuple):
    """How a command line ended, and what it said."""

    status: int
    out: str
    err: str


def case(seed: int, place: Path) -> str | None:
    """Carry out a command line twice: in peace, and with streams that are not as they should be."""
    chance = random.Random(seed)
    words = line(chance, place)
    if chance.random() < 0.08 and not any("\0" in word for word in words):
        return in_a_process(words, chance, place)
    engine = chance.choice(ENGINES)
    streams = (a_stream(chance), a_stream(chance))
    with mock.patch.dict(os.environ, {"CONVOSCOPE_ENGINE": engine}):
        quiet = carried_out(words, Stream("utf-8"), Stream("utf-8"))
        wrong = complaint(words, quiet)
        if wrong is None:
            loud = carried_out(words, *streams)
            wrong = difference(quiet, loud, *streams)
    said = shlex.join(word if len(word) < 60 else f"{word[:50]}…" for word in words)
    return None if wrong is None else f"{wrong} after: {said} with {engine} and {streams}"


def line(chance: random.Random, place: Path) -> list[str]:
    """A command line, mostly of right words."""
    (place / "text.txt").write_text("no picture", encoding="utf-8")
    command = chance.choice(COMMANDS)
    words = [command] if chance.random() < 0.95 else []
    if command == "networks":
        words += chance.choice(([], ["resnet-18"], ["lenet-5"], [chance.choice(ODD)]))
    elif command == "--scene":
        words += [chance.choice(("dense", "pooling", chance.choice(ODD)))]
        words += chance.choice(([], ["--knob", "kernel=2"], ["--knob", chance.choice(ODD)], ["--theme", "pink"]))
    elif command == "train":
        words += [chance.choice(("race", "digits", chance.choice(ODD)))]
        for option in chance.sample(("--steps", "--seed", "--device"), k=chance.randrange(3)):
            words += [option, chance.choice(("1", "2", "cpu", chance.choice(ODD)))]
    elif command == "latency":
        words += [*chance.choice(([], ["lenet-5"], [chance.choice(ODD)])), "--threads", chance.choice(("1", *ODD))]
    elif command == "export":
        words += _export(chance, place)
    if chance.random() < 0.3:
        words.append("--json")
    if chance.random() < 0.25:
        words.insert(chance.randrange(len(words) + 1), chance.choice(ODD))
    return words


def _export(chance: random.Random, place: Path) -> Iterator[str]:
    yield chance.choice(("dense", "pooling", "softmax", chance.choice(ODD)))
    pictures = ("digit", "cat", str(place), str(place / "text.txt"), "/proc/self/environ", chance.choice(ODD))
    for name, values in {
        "--knob": (f"picture={chance.choice(pictures)}", f"{chance.choice(('inputs', 'stride'))}={chance.choice(ODD)}"),
        "--step": ("1", "2", *ODD),
        "--t": ("0", "1,5", *ODD),
        "--size": ("64x36", "1x1", "64×36", "99999x99999", "1_0x5", *ODD),
        "--theme": ("light", *ODD),
    }.items():
        if chance.random() < 0.3:
            yield from (name, chance.choice(values))
    yield from chance.sample(("--all", "--sheet", "--more"), k=int(chance.random() < 0.2))
    names = ("a.json", "a.svg", "a.png", "no/a.json", "ä.json", f"{'x' * 300}.json", "a.gif", "", chance.choice(ODD))
    yield from ("-o", os.path.join(str(place), chance.choice(names).replace("\0", "")))


def a_stream(chance: random.Random) -> Stream:
    """A stream that is not as it should be, now and then one that is."""
    if chance.random() < 0.2:
        return Stream("")
    return Stream(chance.choice(ENCODINGS), chance.choice(ERRORS) if chance.random() < 0.3 else 0)


def carried_out(words: Sequence[str], *streams: Stream) -> Done:
    """Carry out a command line in this process, but for a window."""
    from desktop.cli.main import main
    from desktop.system import preflight
    from desktop.training import blocking_engine

    raws = [Raw(each.error) for each in streams]
    wrapped = [
        io.TextIOWrapper(io.BufferedWriter(raw), each.encoding, write_through=False) if each.encoding else None
        for raw, each in zip(raws, streams, strict=True)
    ]
    with (
        mock.patch.multiple(sys, stdout=wrapped[0], stderr=wrapped[1]),
        mock.patch.object(preflight, "problem", return_value="There is no display."),
        mock.patch.object(blocking_engine, "GREETING", 1.0),
    ):
        status = main(words)
        for now, before in zip((sys.stdout, sys.stderr), wrapped, strict=True):
            with contextlib.suppress(OSError):
                now.flush()
            if before is None:
                now.close()
    for raw, each in zip(raws, wrapped, strict=True):
        raw.error = 0
        if each is not None:
            each.detach().detach()
    out, err = (raw.taken.decode(each.encoding or "utf-8", "replace") for raw, each in zip(raws, streams, strict=True))
    return Done(status, out, err)


def complaint(words: Sequence[str], done: Done) -> str | None:
    """What is wrong with the way in which a command line ended."""
    if done.status not in (0, 1, 2):
        return f"status {done.status}"
    if "Traceback" in done.err or "Something went wrong" in done.err:
        return f"a defect is told: {done.err[:400]}"
    if done.status == 2 and (done.out or done.err.count("\n") != 1):
        return f"a refusal of {done.err.count(chr(10))} lines: {done.err[:300]!r}"
    long = [word for word in done.err.split() if len(word.strip("',;:.()")) > 80]
    if long and "/" not in long[0]:
        return f"{len(long[0])} letters are said again: {done.err[:200]}"
    if done.status == 0 and done.out.startswith(("[", "{")):
        for each in done.out.splitlines() if words[0] in ("train", "latency") else [done.out]:
            json.loads(each)
    return None


def difference(quiet: Done, loud: Done, out: Stream, err: Stream) -> str | None:
    """What other streams change that they should not."""
    unheard = out.error and quiet.out
    if loud.status != quiet.status and not (unheard and loud.status == 1):
        return f"status {loud.status} instead of {quiet.status}: {loud.err[:300]!r}"
    if "Traceback" in loud.err or "Something went wrong" in loud.err:
        return f"a defect is told: {loud.err[:400]}"
    if out.encoding and not out.error and loud.out.count("\n") != quiet.out.count("\n"):
        return f"{loud.out.count(chr(10))} lines instead of {quiet.out.count(chr(10))}"
    if unheard and out.error != errno.EPIPE and err.encoding and not err.error and not loud.err:
        return "nobody hears that the output is lost"
    return None


def in_a_process(words: Sequence[str], chance: random.Random, place: Path) -> str | None:
    """Carry out a command line in a process of its own, in an odd environment and with odd streams."""
    environment, redirection = chance.choice(ENVIRONMENTS), chance.choice(REDIRECTIONS)
    root = Path(__file__).resolve().parents[2]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "PYTHON"))}
    inherited |= {"PYTHONPATH": str(root), "QT_QPA_PLATFORM": "nowhere", "CONVOSCOPE_ENGINE": "false"}
    words = [word for word in words if word != "\ud800"]
    command = f"{shlex.join([sys.executable, '-m', 'desktop', *words])} {redirection}"
    shell = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(shell, env=inherited | environment, cwd=place, capture_output=True, check=False)
    said = done.stderr.decode(errors="replace")
    wrong = any(each in said for each in ("Traceback", "Something went wrong", "Exception ignored"))
    if done.returncode in (0, 1, 2, 141) and not wrong:
        return None
    return f"status {done.returncode}, {said[:400]!r} after: {command[:300]!r} in {environment}"
