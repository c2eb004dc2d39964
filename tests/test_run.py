"""run.py: what it does with its words, how it tells what went wrong, and how it runs the checks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import run
from tests.recorded import record_calls

LINUX = pytest.mark.skipif(not run.LINUX, reason="X servers and Debian packages are for Linux")


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14), (4, 0)])
def test_an_unsupported_python_is_told_which_one_to_use(version: tuple[int, int]) -> None:
    with pytest.raises(run.RunError, match=r"3\.11, 3\.12 or 3\.13 and this is Python {}\.{}:".format(*version)):
        run.require_supported_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_supported_python_passes(version: tuple[int, int]) -> None:
    run.require_supported_python(version)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ("locked", "desktop", [])),
        (["--version"], ("locked", "desktop", ["--version"])),
        (["export", "test"], ("locked", "desktop", ["export", "test"])),
        (["bench", "train"], ("dev", "tests.benchmarks", ["train"])),
        (["abuse", "--minutes", "1"], ("dev", "tests.abuse", ["--minutes", "1"])),
        (["audit", "--json"], ("dev", "tests.audit", ["--json"])),
        (["test", "-k", "x"], ("dev", "checks", ["-k", "x"])),
        (["test", "--quick"], ("dev", "tests.quick", [])),
        (["export", "get"], ("locked", "desktop", ["export", "get"])),
    ],
)
def test_the_first_word_chooses(
    monkeypatch: pytest.MonkeyPatch, words: list[str], expected: tuple[str, str, list[str]]
) -> None:
    done: list[object] = []
    monkeypatch.setattr(run, "is_ready", lambda _: False)
    monkeypatch.setattr(run, "set_up", done.append)
    monkeypatch.setattr(run, "start", lambda module, words: done.extend([module, words]) or 7)
    monkeypatch.setattr(run, "run_checks", lambda words: done.extend(["checks", words]) or 7)
    assert run.main(words) == 7
    assert tuple(done) == expected


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (run.RunError("Plug it in."), 1, "Plug it in."),
        (OSError("No space left on device"), 1, "No space left on device: make sure"),
        (KeyboardInterrupt(), 130, "Stopped; run the same command again"),
    ],
)
def test_whatever_goes_wrong_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], error: BaseException, status: int, sentence: str
) -> None:
    def fail(_: str) -> bool:
        raise error

    monkeypatch.setattr(run, "is_ready", fail)
    assert run.main([]) == status
    complaint = capfd.readouterr().err
    assert complaint.startswith(sentence)
    assert complaint.count("\n") == 1


@pytest.mark.parametrize(
    ("failing", "words", "status"),
    [
        ("nothing", [], 0),
        ("ruff", [], 1),
        ("mypy", [], 1),
        ("pytest", [], 1),
        ("window", [], 1),
        ("nothing", ["tests/test_run.py"], 0),
        ("pytest", ["tests/test_run.py"], 1),
    ],
)
def test_the_checks_are_summed_up(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    failing: str,
    words: list[str],
    status: int,
) -> None:
    ran: list[str] = []

    def module(*command: str, **_: str) -> int:
        ran.append(command[0])
        return int(command[0] == failing)

    def check_in_window(_: list[str]) -> str:
        ran.append("window")
        return run.verdict(int(failing == "window"))

    monkeypatch.chdir(Path.cwd())  # run_checks changes the folder; this puts it back
    monkeypatch.setattr(run, "install_system_packages", lambda: None)
    monkeypatch.setattr(run, "module", module)
    monkeypatch.setattr(run, "check_in_window", check_in_window)
    assert run.run_checks(words) == status
    assert ran == (["pytest", "window"] if words else ["ruff", "mypy", "pytest", "window"])
    summary = capfd.readouterr().err
    assert summary.count("failed") == status
    assert all(name in summary for name in (["tests", "window"] if words else ["lint", "types", "tests", "window"]))


def test_no_test_at_all_is_a_failure_unless_words_chose_none() -> None:
    assert run.verdict(5).startswith("failed")
    assert run.verdict(5, may_be_empty=True) == "no such test"


def test_the_window_tests_say_why_they_did_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LINUX", False)
    assert run.check_in_window([]).startswith("skipped: ")
    monkeypatch.setattr(run, "LINUX", True)
    monkeypatch.setenv("PATH", "")
    assert run.check_in_window([]).startswith("failed: install Xvfb")


@pytest.fixture
def apt_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine with apt-get and without Xvfb, whose programs are those in the returned folder."""
    (tmp_path / "apt-get").touch(0o755)
    (tmp_path / "xdotool").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(run, "output_of", lambda command: b"libegl1 libgl1 libegl1\n")
    return tmp_path


@LINUX
@pytest.mark.parametrize(
    ("user", "sudo", "sudo_status", "prefix"),
    [(0, False, 1, ["env"]), (1000, True, 0, ["sudo", "-n", "env"]), (1000, True, 1, None), (1000, False, 1, None)],
)
def test_debian_packages_are_installed_where_the_user_may(
    apt_machine: Path,
    monkeypatch: pytest.MonkeyPatch,
    user: int,
    sudo: bool,
    sudo_status: int,
    prefix: list[str] | None,
) -> None:
    if sudo:
        (apt_machine / "sudo").touch(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    commands = record_calls(monkeypatch, status=lambda command: sudo_status if command[-1] == "true" else 0)
    run.install_system_packages()
    apt = [command for command in commands if "apt-get" in command]
    if prefix is None:
        assert apt == []
    else:
        assert [command[: len(prefix)] for command in apt] == [prefix, prefix]
        assert apt[0][-1] == "update"
        assert apt[1][-6:] == ["chromium", "libegl1", "libgl1", "openbox", "x11-xserver-utils", "xvfb"]


@LINUX
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_the_x_server_answers_while_it_is_needed(root: Path) -> None:
    look = [sys.executable, "-c", "from desktop.system import preflight; print(preflight._x_server_answers())"]

    def answers(display: str) -> str:
        env = {**os.environ, "DISPLAY": display, "PYTHONPATH": str(root)}
        return subprocess.run(look, env=env, capture_output=True, text=True, check=True).stdout.strip()

    with run.XServer() as display:
        assert answers(display) == "True"
    assert answers(display) == "False"


@LINUX
@pytest.mark.skipif(not (shutil.which("Xvfb") and shutil.which("xdotool")), reason="needs Xvfb and xdotool")
def test_the_x_server_does_not_begin_afresh_when_its_last_guest_goes() -> None:
    """Who comes while it did so would be refused."""

    def xdotool(*words: str) -> str:
        env = {**os.environ, "DISPLAY": display}
        return subprocess.run(["xdotool", *words], env=env, capture_output=True, text=True, check=True).stdout

    with run.XServer() as display:
        xdotool("mousemove", "5", "7")
        assert xdotool("getmouselocation").startswith("x:5 y:7 ")
