"""run.py: what it decides, and the whole of it against small packages instead of the big ones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import run

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="a process can't become another one there")
LINUX = pytest.mark.skipif(not run.LINUX, reason="only Linux has builds of PyTorch with and without CUDA")

APPLICATION = """
import importlib.metadata, json, os, sys
found = {d.name: d.version for d in importlib.metadata.distributions() if d.name not in ("pip", "setuptools")}
print(json.dumps({"words": sys.argv[1:], "folder": os.getcwd(), "found": found}))
"""

# Stands for the tool that knows where the builds without CUDA are kept: here, in a folder that pip is not told of.
UV = """
import os, subprocess, sys
words = sys.argv[1:]
assert words[words.index("--torch-backend") + 1] == "cpu", words
command = [words[words.index("--python") + 1], "-m", "pip", "install", "--find-links", os.environ["KEPT_APART"]]
sys.exit(subprocess.call([*command, words[-1] + "+cpu"]))
"""


class Project:
    """A checkout with the real run.py, a tiny application, and packages from a folder instead of a network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "checkout"
        self.wheels = folder / "wheels"
        self.apart = folder / "apart"
        self.elsewhere = folder / "elsewhere"
        (self.folder / "desktop").mkdir(parents=True)
        for each in (self.wheels, self.apart, self.elsewhere):
            each.mkdir()
        shutil.copy(run.__file__, self.folder)
        (self.folder / "desktop" / "__main__.py").write_text(APPLICATION)
        self.depend_on()

    def depend_on(self, *requirements: str) -> None:
        project = f'[project]\nname = "tiny"\ndependencies = {json.dumps(requirements)}\n'
        (self.folder / "pyproject.toml").write_text(project)

    def offer(self, name: str, version: str, needs: str = "", program: str = "", apart: bool = False) -> None:
        """Put a wheel of the package `name`, run as `program`, where pip looks, or apart from there."""
        info = f"{name}-{version}.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        folder = self.apart if apart else self.wheels
        with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/__main__.py", program)
            wheel.writestr(f"{info}/METADATA", metadata + (f"Requires-Dist: {needs}\n" if needs else ""))
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        return kept | pip | {"KEPT_APART": str(self.apart)}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(self.folder / "run.py"), *words]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words), cwd=self.elsewhere, env=self.environment(), capture_output=True, text=True
        )

    @property
    def stamp(self) -> Path:
        return self.folder / ".venv" / "ready-app"

    @property
    def venv_python(self) -> Path:
        return self.folder / ".venv" / ("Scripts/python.exe" if run.WINDOWS else "bin/python")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.fixture
def checkout(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project, with the imported run.py working on it."""
    monkeypatch.setattr(run, "ROOT", str(project.folder))
    monkeypatch.setattr(run, "VENV", str(project.folder / ".venv"))
    return project


def pretend_ready(project: Project) -> None:
    """Make a `.venv` that looks complete and whose interpreter only repeats what it was called with."""
    project.venv_python.parent.mkdir(parents=True)
    project.venv_python.write_text('#!/bin/sh\necho "$@"\n')
    project.venv_python.chmod(0o755)
    project.stamp.write_bytes(run.python_key() + (project.folder / "pyproject.toml").read_bytes())


def test_the_first_start_fails_without_network_the_next_recovers_and_later_ones_set_nothing_up(
    project: Project,
) -> None:
    project.depend_on("lesson==1.0")
    failed = project.run()
    assert failed.returncode == 1
    assert failed.stderr.splitlines()[-1].startswith("The installation did not finish")
    assert "Traceback" not in failed.stderr + failed.stdout
    assert not project.stamp.exists()

    project.offer("lesson", "1.0")
    first = project.run("export", "convolution")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout.splitlines()[-1]) == {
        "words": ["export", "convolution"],
        "folder": str(project.elsewhere.resolve()),
        "found": {"lesson": "1.0"},
    }

    later = project.run()
    assert later.returncode == 0
    assert later.stderr == ""
    assert len(later.stdout.splitlines()) == 1


@LINUX
@pytest.mark.skipif(run.has_nvidia_card(), reason="this machine has a card, so it gets CUDA")
@pytest.mark.parametrize("apart", [False, True])
def test_linux_without_a_card_gets_no_cuda(project: Project, apart: bool) -> None:
    project.depend_on("lesson==1.0", "torch==2.13.0")
    project.offer("lesson", "1.0", needs="torch")
    project.offer("torch", "2.13.0", needs="nvidia-cuda-runtime")
    project.offer("torch", "2.14.0", needs="nvidia-cuda-runtime")
    project.offer("nvidia_cuda_runtime", "13.0")
    project.offer("torch", "2.13.0+cpu", apart=apart)
    name, version = run.UV.split("==")
    project.offer(name, version, program=UV)
    started = project.run()
    assert started.returncode == 0, started.stderr
    found = json.loads(started.stdout.splitlines()[-1])["found"]
    assert found == {"lesson": "1.0", "torch": "2.13.0+cpu"} | ({name: version} if apart else {})


@POSIX
def test_the_fast_path_imports_nothing_that_python_has_not_loaded_already(project: Project) -> None:
    pretend_ready(project)

    def imported(*command: str) -> set[str]:
        result = subprocess.run(
            [sys.executable, "-X", "importtime", *command],
            env=project.environment(), capture_output=True, text=True, check=True,
        )  # fmt: skip
        return {line.rpartition("|")[2].strip() for line in result.stderr.splitlines()}

    extra = imported(str(project.folder / "run.py"), "x") - imported("-c", "pass")
    assert extra <= {"__future__"}


@POSIX
def test_a_start_waits_for_another_that_is_setting_up(checkout: Project) -> None:
    project = checkout
    with run.Lock():
        waiting = subprocess.Popen(
            project.command("x"), env=project.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert waiting.stderr is not None
        assert "Another start is setting Convoscope up" in waiting.stderr.readline()
        pretend_ready(project)
    printed, complaints = waiting.communicate(timeout=60)
    assert printed == "-m desktop x\n"
    assert complaints == ""


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 14), (4, 0)])
def test_an_unsupported_python_is_told_which_one_to_use(version: tuple[int, int]) -> None:
    with pytest.raises(run.RunError, match=r"3\.11, 3\.12 or 3\.13 and this is Python {}\.{}:".format(*version)):
        run.require_supported_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_supported_python_passes(version: tuple[int, int]) -> None:
    run.require_supported_python(version)


def _remove_folder(project: Project) -> None:
    shutil.rmtree(project.folder / ".venv")


def _remove_interpreter(project: Project) -> None:
    project.venv_python.unlink()


def _remove_stamp(project: Project) -> None:
    project.stamp.unlink()


def _cut_stamp(project: Project) -> None:
    project.stamp.write_bytes(project.stamp.read_bytes()[:-1])


def _change_dependencies(project: Project) -> None:
    project.depend_on("another==1")


def _change_python(project: Project) -> None:
    project.stamp.write_bytes(project.stamp.read_bytes().replace(b"Python 3.", b"Python 2."))


@pytest.mark.parametrize(
    ("damage", "afresh"),
    [
        (_remove_folder, True),
        (_remove_interpreter, True),
        (_remove_stamp, True),
        (_change_python, True),
        (_cut_stamp, False),
        (_change_dependencies, False),
    ],
)
def test_a_venv_that_is_not_complete_is_set_up_and_made_afresh_when_it_is_not_sound(
    checkout: Project, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Project], None], afresh: bool
) -> None:
    pretend_ready(checkout)
    assert run.is_ready("app")
    assert not run.is_ready("dev")
    damage(checkout)
    assert not run.is_ready("app")

    made: list[bool] = []

    def make_venv() -> None:
        made.append(True)
        shutil.rmtree(checkout.folder / ".venv", ignore_errors=True)
        pretend_ready(checkout)

    def install(wanted: list[str]) -> None:
        assert not run.is_ready("app"), "an installation that is cut off must not pass for a complete one"

    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "install", install)
    run.set_up("app")
    assert bool(made) == afresh
    assert run.is_ready("app")
    assert not run.is_ready("dev")


def test_the_tests_need_the_applications_requirements_and_their_own() -> None:
    app, both = run.requirements(["app"]), run.requirements(["app", "dev"])
    assert both[: len(app)] == app
    assert any(each.startswith("torch==") for each in app)
    assert any(each.startswith("pytest==") for each in both[len(app) :])
    assert all("==" in each for each in both), "every requirement is pinned"


@pytest.mark.parametrize(
    ("linux", "card", "expected"),
    [(True, False, "torch==2.13.0+cpu"), (True, True, "torch==2.13.0"), (False, False, "torch==2.13.0")],
)
def test_which_torch_for_which_machine(monkeypatch: pytest.MonkeyPatch, linux: bool, card: bool, expected: str) -> None:
    commands = _record_calls(monkeypatch)
    monkeypatch.setattr(run, "LINUX", linux)
    monkeypatch.setattr(run, "has_nvidia_card", lambda: card)
    run.install(["numpy==2.4.6", "torch==2.13.0"])
    assert commands[-1][-2:] == ["numpy==2.4.6", expected]


def test_where_pip_is_offered_no_build_without_cuda_uv_fetches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = _record_calls(monkeypatch, status=lambda command: int("--dry-run" in command))
    assert run.cpu_build("torch==2.13.0") == "torch==2.13.0+cpu"
    assert [command[-1] for command in commands] == ["torch==2.13.0+cpu", run.UV, "torch==2.13.0"]
    assert "uv" in commands[-1]
    assert commands[-1][commands[-1].index("--torch-backend") + 1] == "cpu"


@POSIX
@pytest.mark.parametrize(
    ("script", "expected"),
    [("echo 'GPU 0: NVIDIA H200'", True), ("echo 'No devices were found'; exit 6", False), (None, False)],
)
def test_a_card_is_what_the_driver_or_its_tool_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, expected: bool
) -> None:
    monkeypatch.setattr(os.path, "isdir", lambda _: False)
    monkeypatch.setenv("PATH", str(tmp_path))
    if script is not None:
        tool = tmp_path / "nvidia-smi"
        tool.write_text(f"#!/bin/sh\n{script}\n")
        tool.chmod(0o755)
    assert run.has_nvidia_card() is expected


@LINUX
@pytest.mark.skipif(run.has_nvidia_card(), reason="this machine has a card, so it gets CUDA")
def test_nothing_of_cuda_is_installed_here() -> None:
    from importlib.metadata import distributions

    names = {distribution.name.lower() for distribution in distributions()}
    assert not {name for name in names if name.startswith(("nvidia", "cuda", "triton"))}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ("app", "desktop", [])),
        (["--version"], ("app", "desktop", ["--version"])),
        (["export", "test"], ("app", "desktop", ["export", "test"])),
        (["bench", "train"], ("dev", "tests.benchmarks", ["train"])),
        (["test", "-k", "x"], ("dev", "checks", ["-k", "x"])),
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


def test_a_python_that_makes_no_venv_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(run.RunError, match="python3-venv"):
        run.make_venv()


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
    commands = _record_calls(monkeypatch, status=lambda command: sudo_status if command[-1] == "true" else 0)
    run.install_system_packages()
    apt = [command for command in commands if "apt-get" in command]
    if prefix is None:
        assert apt == []
    else:
        assert [command[: len(prefix)] for command in apt] == [prefix, prefix]
        assert apt[0][-1] == "update"
        assert apt[1][-3:] == ["libegl1", "libgl1", "xvfb"]


@LINUX
@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="needs Xvfb")
def test_the_x_server_answers_while_it_is_needed(root: Path) -> None:
    look = [sys.executable, "-c", "from desktop import preflight; print(preflight._x_server_answers())"]

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


def _record_calls(
    monkeypatch: pytest.MonkeyPatch, status: Callable[[list[str]], int] = lambda command: 0
) -> list[list[str]]:
    """Have run.py write down the commands that it would call, each of which ends with `status(command)`."""
    commands: list[list[str]] = []

    def call(command: list[str], env: dict[str, str] | None = None, quiet: bool = False) -> int:
        commands.append(command)
        return status(command)

    monkeypatch.setattr(run, "call", call)
    return commands
