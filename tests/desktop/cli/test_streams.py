"""The shell's streams: closed, full, or of an encoding that lacks letters of ours."""

from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.cli import streams
from desktop.cli.main import main
from desktop.system import processes

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def stdout_in(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], io.BytesIO]:
    """Return a function that makes stdout one of an encoding, and returns the bytes that come out of it."""

    def put(encoding: str) -> io.BytesIO:
        out = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding=encoding))
        return out

    return put


@pytest.mark.parametrize("encoding", ["cp1251", "cp437", "koi8-r", "ascii", "utf-8"])
@pytest.mark.parametrize("words", [["scenes"], ["presets"], ["networks"], ["networks", "resnet-18"]], ids=" ".join)
def test_lists_are_whole_in_every_encoding(
    stdout_in: Callable[[str], io.BytesIO], capsys: Capture, encoding: str, words: list[str]
) -> None:
    out = stdout_in(encoding)
    assert main(words) == 0
    assert capsys.readouterr().err == ""
    narrow = out.getvalue().decode(encoding).splitlines()
    wide = stdout_in("utf-8")
    assert main(words) == 0
    assert len(narrow) == len(wide.getvalue().decode().splitlines())


@pytest.mark.parametrize(
    ("encoding", "text", "printed"),
    [
        ("ascii", "5×5, −1…2 “a” Dollár ½ 鸟", b'5x5, -1...2 "a" Dollar 12 ?'),
        ("cp1251", "5×5 – жираф", "5x5 – жираф".encode("cp1251")),
        ("latin-1", "5×5 → 3×3", "5×5 -> 3×3".encode("latin-1")),
        ("utf-8", "/tmp/\udcfc.png", b"/tmp/\xfc.png"),
    ],
)
def test_a_letter_that_is_missing_has_a_stand_in(
    stdout_in: Callable[[str], io.BytesIO], encoding: str, text: str, printed: bytes
) -> None:
    out = stdout_in(encoding)
    streams.prepare()
    print(text, end="", flush=True)
    assert out.getvalue() == printed


@pytest.mark.parametrize("encoding", ["ascii", "cp1251", "utf-8"])
def test_json_loses_no_letter(stdout_in: Callable[[str], io.BytesIO], capsys: Capture, encoding: str) -> None:
    out = stdout_in(encoding)
    assert main(["presets", "--json"]) == 0
    found = json.loads(out.getvalue().decode(encoding))
    wide = stdout_in("utf-8")
    assert main(["presets", "--json"]) == 0
    assert found == json.loads(wide.getvalue().decode())


class Broken(io.StringIO):
    """A stream whose disk is full."""

    def __init__(self, number: int = errno.ENOSPC) -> None:
        super().__init__()
        self.number = number

    def flush(self) -> None:
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize("words", [["presets"], ["--version"], ["--help"], ["networks", "--json"]], ids=" ".join)
def test_a_full_disk_is_no_defect(monkeypatch: pytest.MonkeyPatch, capsys: Capture, words: list[str]) -> None:
    monkeypatch.setattr(sys, "stdout", Broken())
    assert main(words) == 1
    said = capsys.readouterr().err
    assert said.startswith("What was to be printed can't be written. The disk is full. Make room, or choose ")
    assert said.count("\n") == 1


def test_a_run_whose_lines_fill_the_disk(
    use_engine: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    use_engine("say(hello, ready)\nfor command in hear():\n    break")
    monkeypatch.setattr(sys, "stdout", Broken())
    assert main(["train", "race", "--json"]) == 1
    err = capsys.readouterr().err
    assert "The disk is full." in err
    assert err.count("\n") == 1


def test_another_failure_of_stdout_says_what_the_system_says(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr(sys, "stdout", Broken(errno.EIO))
    assert main(["presets"]) == 1
    assert "can't be written. The system says: Input/output error." in capsys.readouterr().err


def test_a_full_stderr_changes_nothing(
    use_engine: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(sys, "stderr", Broken())
    assert main(["nothing"]) == 2
    use_engine(
        "say(hello, ready)\nfor command in hear():\n"
        "    if isinstance(command, Start):\n"
        "        say(Tick(1, 0.1, 0.003, 64, 0.5, 1.0, ()), Tick(2, 0.1, 0.003, 64, 1.0, 1.0, ()))\n"
        '        say(Finished("steps", 2, 0.03, 0.4))\n'
        "    else:\n        break"
    )
    assert main(["train", "race", "--json"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5


def test_without_streams_the_work_is_done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    out = tmp_path / "c.json"
    assert main(["export", "convolution", "--step", "1", "-o", str(out)]) == 0
    assert json.loads(out.read_text())["step"] == 1
    assert main(["nothing"]) == 2
    sys.stdout.close()
    sys.stderr.close()


def through_a_shell(root: Path, words: str) -> subprocess.CompletedProcess[bytes]:
    command = f"{sys.executable} -m desktop {words}"
    return subprocess.run(command, shell=True, cwd=root, capture_output=True, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes streams")
@pytest.mark.parametrize(("words", "status"), [("presets >&-", 0), ("--version >&- 2>&-", 0), ("foo 2>&-", 2)])
def test_closed_streams_of_a_process(root: Path, words: str, status: int) -> None:
    done = through_a_shell(root, words)
    assert (done.returncode, done.stdout) == (status, b"")
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
@pytest.mark.parametrize(
    ("words", "status"), [("presets >/dev/full", 1), ("foo 2>/dev/full", 2), ("--help >/dev/full 2>&1", 1)]
)
def test_full_streams_of_a_process(root: Path, words: str, status: int) -> None:
    done = through_a_shell(root, words)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="names of files are Unicode there")
def test_another_encoding_than_utf8_makes_the_program_start_again_in_utf8(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, list[str], dict[str, str]]] = []
    monkeypatch.setattr(os, "execve", lambda *words: begun.append(words))
    monkeypatch.delenv("PYTHONUTF8", raising=False)
    monkeypatch.delenv("PYTHONIOENCODING", raising=False)
    processes.use_utf8()
    assert begun == []
    monkeypatch.setattr(sys, "getfilesystemencoding", lambda: "iso8859-1")
    monkeypatch.setattr(sys, "orig_argv", ["python3", "-m", "desktop", "scenes"])
    monkeypatch.setattr(sys, "stderr", io.TextIOWrapper(io.BytesIO(), encoding="iso8859-1"))
    processes.use_utf8()
    program, words, environment = begun[0]
    assert (program, words) == (sys.executable, [sys.executable, "-m", "desktop", "scenes"])
    assert (environment["PYTHONUTF8"], environment["PYTHONIOENCODING"]) == ("1", "iso8859-1")
    monkeypatch.setenv("PYTHONUTF8", "1")
    processes.use_utf8()
    assert len(begun) == 1, "once is enough"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="names of files that are bytes")
def test_a_copy_in_a_folder_with_an_umlaut_where_the_locale_is_not_utf8(root: Path, tmp_path: Path) -> None:
    """Qt looks for its plugins where this Python's packages are, so those have to lie under the umlaut too."""
    place = tmp_path / "Übung"
    place.mkdir()
    (place / "site").symlink_to(Path(pytest.__file__).resolve().parents[1])
    for name in ("assets", "desktop", "engine", "scenes"):
        (place / name).symlink_to(root / name)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "LANG"))}
    environment |= {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONPATH": os.pathsep.join((str(place), str(place / "site")))}
    words = [sys.executable, "-m", "desktop", "export", "convolution", "--step", "1", "-o", str(place / "ä.png")]
    done = subprocess.run(words, env=environment, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (place / "ä.png").read_bytes().startswith(b"\x89PNG")
