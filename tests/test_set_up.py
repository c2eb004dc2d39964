"""How run.py sets up: what it decides, and the whole of it against small packages instead of the big ones."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import run
from tests.recorded import record_calls

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

    def depend_on(self, *locked: str, **groups: list[str]) -> None:
        """State what the application needs, pinned, and in `groups` what else there is."""
        stated = {"locked": list(locked), "dev": []} | groups
        lines = [f"{group} = {json.dumps(requirements)}\n" for group, requirements in stated.items()]
        (self.folder / "pyproject.toml").write_text("[dependency-groups]\n" + "".join(lines))

    def offer(
        self, name: str, version: str, needs: str = "", program: str = "", apart: bool = False, module: str = ""
    ) -> None:
        """Put a wheel of the package `name`, run as `program`, where pip looks, or apart from there."""
        info = f"{name}-{version}.dist-info"
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        folder = self.apart if apart else self.wheels
        with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/__main__.py", program)
            wheel.writestr(f"{name}/__init__.py", module)
            wheel.writestr(f"{info}/METADATA", metadata + (f"Requires-Dist: {needs}\n" if needs else ""))
            wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{info}/RECORD", "")

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON"))}
        pip = {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        return kept | pip | {"KEPT_APART": str(self.apart)} | more

    def command(self, *words: str) -> list[str]:
        return [sys.executable, str(self.folder / "run.py"), *words]

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = self.environment(**more)
        return subprocess.run(self.command(*words), cwd=self.elsewhere, env=environment, capture_output=True, text=True)

    def found(self, *words: str) -> dict[str, str]:
        """Start the application, which must succeed; returns the packages that it finds."""
        started = self.run(*words)
        assert started.returncode == 0, started.stderr
        packages: dict[str, str] = json.loads(started.stdout.splitlines()[-1])["found"]
        return packages

    @property
    def stamp(self) -> Path:
        return self.folder / ".venv" / "ready-locked"

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


@pytest.mark.parametrize("setting", ["TARGET", "PREFIX", "ROOT", "DRY_RUN", "USER", "NO_DEPS"])
def test_settings_of_pip_that_send_packages_elsewhere_are_not_for_us(project: Project, setting: str) -> None:
    project.offer("lesson", "1.0", needs="chalk")
    project.offer("chalk", "1.0")
    project.depend_on("lesson==1.0")
    value = str(project.elsewhere / "packages") if setting in ("TARGET", "PREFIX", "ROOT") else "1"
    started = project.run(**{f"PIP_{setting}": value})
    assert started.returncode == 0, started.stderr
    assert json.loads(started.stdout.splitlines()[-1])["found"] == {"lesson": "1.0", "chalk": "1.0"}
    assert list(project.elsewhere.iterdir()) == []


def test_what_pip_put_elsewhere_all_the_same_is_noticed_before_it_counts_as_ready(
    project: Project, tmp_path: Path
) -> None:
    project.offer("lesson", "1.0")
    project.depend_on("lesson==1.0")
    (tmp_path / "pip.conf").write_text(f"[install]\ntarget = {project.elsewhere / 'packages'}\n")
    started = project.run(PIP_CONFIG_FILE=str(tmp_path / "pip.conf"))
    assert started.returncode == 1
    assert "lesson can't be imported from there" in started.stderr.splitlines()[-1]
    assert not project.stamp.exists()
    assert project.found() == {"lesson": "1.0"}, "the next start, without that setting, mends it"


@pytest.mark.parametrize(
    ("program", "lacking"),
    [("", []), ("import chalk_that_is_not_there", ["numpy"]), ("raise ImportError('libGL.so.1: no such file')", [])],
)
def test_what_is_there_and_lacks_a_part_is_not_ready(project: Project, program: str, lacking: list[str]) -> None:
    project.offer("numpy", "1.0", module=program)
    project.depend_on("numpy==1.0")
    started = project.run()
    assert started.returncode == int(bool(lacking)), started.stderr
    assert project.stamp.exists() is not bool(lacking)


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
    assert project.found() == {"lesson": "1.0", "torch": "2.13.0+cpu"} | ({name: version} if apart else {})


def test_an_extra_comes_when_it_is_asked_for_and_stays(project: Project) -> None:
    project.offer("lesson", "1.0")
    project.offer("reel", "1.0")
    project.depend_on("lesson==1.0", film=["reel==1.0"])
    assert project.found() == {"lesson": "1.0"}
    got = project.run("get", "film")
    assert (got.returncode, got.stdout) == (0, "") or got.stdout.startswith("Looking in links")
    assert got.stderr.endswith("The extra film is installed.\n")
    assert project.found() == {"lesson": "1.0", "reel": "1.0"}

    project.offer("lesson", "1.1")
    project.offer("reel", "1.1")
    project.depend_on("lesson==1.1", film=["reel==1.1"])
    assert project.found() == {"lesson": "1.1", "reel": "1.1"}

    project.depend_on("lesson==1.1", film=["reel==1.2"])
    assert project.run().returncode == 1, "there is no reel 1.2"
    project.offer("reel", "1.2")
    assert project.found() == {"lesson": "1.1", "reel": "1.2"}, "an extra is not forgotten by a set-up that failed"

    project.depend_on("lesson==1.1")
    project.offer("lesson", "1.2")
    assert project.found()["lesson"] == "1.1", "an extra that is gone is in nobody's way"


def test_an_extra_that_cannot_be_had_leaves_the_application_as_it_was(project: Project) -> None:
    project.offer("lesson", "1.0")
    project.depend_on("lesson==1.0", film=["reel==1.0"])
    assert project.found() == {"lesson": "1.0"}
    got = project.run("get", "film")
    assert got.returncode == 1
    assert got.stderr.splitlines()[-1].startswith("The installation did not finish")
    started = project.run()
    assert (started.returncode, started.stderr) == (0, ""), "nothing is set up again"

    project.offer("lesson", "1.1")
    project.depend_on("lesson==1.1", film=["reel==1.0"])
    assert project.found() == {"lesson": "1.1"}, "an extra that never came is not asked for again"


@pytest.mark.parametrize(
    ("groups", "words", "sentence"),
    [
        ({}, ["film"], "There is no extra named 'film': there are none yet."),
        ({"film": [], "edge": []}, ["flim"], "There is no extra named 'flim': choose one of edge, film."),
        ({"film": []}, ["locked"], "There is no extra named 'locked': choose one of film."),
        ({"film": []}, ["dev"], "There is no extra named 'dev': choose one of film."),
        ({"film": []}, [], "`get` installs one extra: choose one of film."),
        ({"film": [], "edge": []}, ["edge", "film"], "`get` installs one extra: choose one of edge, film."),
    ],
)
def test_an_extra_that_there_is_not_is_one_sentence_with_those_there_are(
    checkout: Project,
    capfd: pytest.CaptureFixture[str],
    groups: dict[str, list[str]],
    words: list[str],
    sentence: str,
) -> None:
    checkout.depend_on("lesson==1.0", **groups)
    assert run.main(["get", *words]) == 1
    assert capfd.readouterr().err == sentence + "\n"
    assert not (checkout.folder / ".venv").exists()


@pytest.mark.parametrize(
    ("group", "installed", "expected"),
    [
        ("locked", set(), ["locked"]),
        ("film", set(), ["locked", "film"]),
        ("locked", {"locked", "edge"}, ["locked", "edge"]),
        ("camera", {"locked", "dev"}, ["locked", "dev", "camera"]),
        ("dev", {"locked"}, ["locked", "dev", "camera", "film", "edge"]),
    ],
)
def test_the_tests_come_with_every_extra_and_nothing_leaves_again(
    checkout: Project, group: str, installed: set[str], expected: list[str]
) -> None:
    checkout.depend_on("lesson==1.0", dev=[], camera=[], film=[], edge=[])
    assert run.needed_with(group, installed) == expected


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
    assert run.is_ready("locked")
    assert not run.is_ready("dev")
    damage(checkout)
    assert not run.is_ready("locked")

    made: list[bool] = []

    def make_venv() -> None:
        made.append(True)
        shutil.rmtree(checkout.folder / ".venv", ignore_errors=True)
        pretend_ready(checkout)
        checkout.stamp.unlink()

    def install(wanted: list[str]) -> None:
        assert not run.is_ready("locked"), "an installation that is cut off must not pass for a complete one"

    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "install", install)
    run.set_up("locked")
    assert bool(made) == afresh
    assert run.is_ready("locked")
    assert not run.is_ready("dev")


def test_the_tests_need_the_applications_requirements_and_their_own() -> None:
    app, both = run.requirements(run.needed_with("locked", set())), run.requirements(run.needed_with("dev", set()))
    assert both[: len(app)] == app
    assert any(each.startswith("torch==") for each in app)
    assert any(each.startswith("pytest==") for each in both[len(app) :])
    assert all("==" in each for each in both), "every requirement is pinned"


@pytest.mark.parametrize(
    ("linux", "card", "expected"),
    [(True, False, "torch==2.13.0+cpu"), (True, True, "torch==2.13.0"), (False, False, "torch==2.13.0")],
)
def test_which_torch_for_which_machine(monkeypatch: pytest.MonkeyPatch, linux: bool, card: bool, expected: str) -> None:
    commands = record_calls(monkeypatch)
    monkeypatch.setattr(run, "LINUX", linux)
    monkeypatch.setattr(run, "has_nvidia_card", lambda: card)
    monkeypatch.setattr(run, "missing", lambda wanted: [])
    run.install(["numpy==2.4.6", "torch==2.13.0"])
    assert commands[-1][-2:] == ["numpy==2.4.6", expected]


def test_where_pip_is_offered_no_build_without_cuda_uv_fetches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    commands = record_calls(monkeypatch, status=lambda command: int("--dry-run" in command))
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


def test_a_python_that_makes_no_venv_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(run.RunError, match="python3-venv"):
        run.make_venv()
