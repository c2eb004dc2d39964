"""The wheel: what is in it, and that it works where there is no checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from engine.contract.events import Event, Hello, Quit
from engine.contract.wire import event_decoder, frame, greet

WINDOWS = sys.platform == "win32"
PACKAGES = ("assets", "desktop", "engine", "scenes")


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which nothing leads back to this checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | more


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with what is here: no network, no environment of its own."""
    folder = tmp_path_factory.mktemp("wheels")
    build = [sys.executable, "-m", "pip", "wheel", "--no-index", "--no-deps", "--no-build-isolation"]
    succeed(*build, "--wheel-dir", folder, root)
    (built,) = folder.iterdir()
    return built


class Copy:
    """The wheel, installed into an environment of its own; what it depends on comes from where the tests run."""

    def __init__(self, wheel: Path, folder: Path) -> None:
        succeed(sys.executable, "-m", "venv", "--without-pip", folder)
        self._folder = folder / ("Scripts" if WINDOWS else "bin")
        self.python = self._folder / ("python.exe" if WINDOWS else "python")
        succeed(sys.executable, "-m", "pip", "--python", self.python, "install", "--no-deps", "--no-index", wheel)
        self.packages = Path(self.print("import sysconfig; print(sysconfig.get_path('purelib'))", folder))
        self.contents = {path.name for path in self.packages.iterdir()}
        (self.packages / "ours.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    def command(self, *words: str, module: bool = False) -> list[str | Path]:
        script = self._folder / ("convoscope.exe" if WINDOWS else "convoscope")
        start = [self.python, "-m", "convoscope"] if module else [script]
        return [*start, *words]

    def print(self, program: str, folder: Path) -> str:
        """Run a program of this environment in a folder and return what it prints."""
        return succeed(self.python, "-c", program, folder=folder).strip()


def succeed(*command: str | Path, folder: Path | None = None, **more: str) -> str:
    """Run a command, which must end well, and return what it prints."""
    result = subprocess.run(command, cwd=folder, env=environment(**more), capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(wheel, tmp_path_factory.mktemp("installed"))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder that holds packages of its own whose names are those of ours."""
    for name in PACKAGES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise ImportError('not ours')")
    return tmp_path


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, object]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def read(wheel: Path, ending: str) -> str:
    """Return the text of the one file in the wheel whose name has `ending`."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(ending))
        return archive.read(name).decode()


def test_the_wheel_holds_the_four_packages_with_all_their_data_and_nothing_else(wheel: Path, root: Path) -> None:
    of_the_readme = root / "assets" / "pictures"
    kept = {
        f"convoscope/{path.relative_to(root).as_posix()}"
        for package in PACKAGES
        for path in (root / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".partial"
        if of_the_readme not in path.parents
    }
    shipped = {name for name in contents(wheel) if ".dist-info/" not in name}
    # These two make the package itself.
    moved = {"convoscope/desktop/installed.py", "convoscope/desktop/__main__.py"}
    assert shipped == kept - moved | {"convoscope/__init__.py", "convoscope/__main__.py"}


def test_site_packages_gets_one_package_and_what_pip_knows_about_it(
    installed: Copy, project: dict[str, object]
) -> None:
    assert installed.contents == {"convoscope", f"convoscope-{project['version']}.dist-info"}


@pytest.mark.parametrize(
    "name",
    [
        "assets/data/animals.npz",
        "assets/data/digits.npz",
        "assets/data/fashion.npz",
        "assets/data/photos.npz",
        "assets/fonts/OFL.txt",
        "assets/lessons/one-convolution.lesson.toml",
        "assets/published/Apache-2.0.txt",
        "assets/published/efficientnet-lite0.labels.txt",
        "assets/published/efficientnet-lite0.safetensors",
    ],
)
def test_the_wheel_holds_what_a_lesson_shows(wheel: Path, name: str) -> None:
    assert f"convoscope/{name}" in contents(wheel)


def test_the_wheel_is_of_a_sane_size(wheel: Path) -> None:
    assert 20_000_000 < wheel.stat().st_size < 40_000_000


def ranges(requirements: Iterable[str]) -> set[tuple[str, SpecifierSet]]:
    return {(canonicalize_name(each.name), each.specifier) for each in map(Requirement, requirements)}


def test_the_wheel_states_what_pyproject_states(wheel: Path, project: dict[str, Any]) -> None:
    metadata = read(wheel, ".dist-info/METADATA").splitlines()
    assert f"Version: {project['version']}" in metadata
    stated = {line.removeprefix("Requires-Dist: ") for line in metadata if line.startswith("Requires-Dist: ")}
    assert ranges(each for each in stated if "extra ==" not in each) == ranges(project["dependencies"])
    assert "convoscope = convoscope:main" in read(wheel, ".dist-info/entry_points.txt")


def test_the_wheel_carries_every_licence(wheel: Path, root: Path) -> None:
    of_others = [root / "assets" / "fonts" / "OFL.txt", root / "assets" / "published" / "Apache-2.0.txt"]
    pages = [root / "LICENSE", *of_others, *(root / "assets").rglob("LICENCES.md")]
    names = contents(wheel)
    for page in pages:
        ending = f".dist-info/licenses/{page.relative_to(root).as_posix()}"
        assert any(name.endswith(ending) for name in names), ending


@pytest.mark.parametrize("module", [False, True], ids=["script", "module"])
def test_it_runs_from_any_folder(installed: Copy, elsewhere: Path, project: dict[str, object], module: bool) -> None:
    def convoscope(*words: str) -> str:
        return succeed(*installed.command(*words, module=module), folder=elsewhere)

    assert convoscope("--version") == f"Convoscope {project['version']}\n"
    assert "usage: convoscope" in convoscope("--help")
    assert json.loads(convoscope("scenes", "--json"))


def test_its_pictures_are_those_of_the_checkout(installed: Copy, elsewhere: Path, root: Path) -> None:
    export = ("export", "convolution", "--step", "4", "--size", "640x360", "-o")
    succeed(*installed.command(*export, "there.png"), folder=elsewhere)
    succeed(sys.executable, "-m", "desktop", *export, str(elsewhere / "here.png"), folder=root)
    assert (elsewhere / "there.png").read_bytes() == (elsewhere / "here.png").read_bytes()


def test_what_runs_there_is_the_installed_copy(installed: Copy, elsewhere: Path) -> None:
    program = "import convoscope, assets, desktop, engine, scenes; "
    program += "print(*(each.__file__ for each in (assets, desktop, engine, scenes)), sep='\\n')"
    for file in installed.print(program, elsewhere).splitlines():
        assert Path(file).is_relative_to(installed.packages / "convoscope")


def test_it_says_how_pip_installs_an_extra(installed: Copy, elsewhere: Path) -> None:
    program = "import convoscope; from desktop.system.extras import missing; print(missing('film', 'A video'))"
    sentence = 'A video needs the extra film: install it with `pip install "convoscope[film]"`.'
    assert installed.print(program, elsewhere) == sentence


def test_another_program_of_that_environment_sees_none_of_our_parts(installed: Copy, tmp_path: Path) -> None:
    program = "from importlib.util import find_spec; "
    program += f"print([name for name in {PACKAGES} if find_spec(name)], find_spec('convoscope') is not None)"
    assert installed.print(program, tmp_path) == "[] True"


@pytest.mark.parametrize("module", [False, True], ids=["script", "module"])
def test_it_is_an_engine_for_whoever_starts_it_from_afar(
    installed: Copy, elsewhere: Path, project: dict[str, object], module: bool
) -> None:
    decoder = event_decoder()
    with subprocess.Popen(
        installed.command("engine", module=module),
        cwd=elsewhere, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0,
    ) as engine:  # fmt: skip
        assert engine.stdin is not None
        assert engine.stdout is not None
        events: list[Event] = []
        while not events:
            data = engine.stdout.read(1 << 16)
            assert data, "it ended before it said anything"
            events += decoder.feed(data)
        engine.stdin.write(frame(Quit()))
    greet(events[0])
    assert isinstance(events[0], Hello)
    assert engine.returncode == 0


def test_its_doctor_finds_the_versions_and_an_engine(
    installed: Copy, elsewhere: Path, project: dict[str, object]
) -> None:
    command = installed.command("doctor", "--json")
    printed = subprocess.run(command, cwd=elsewhere, env=environment(), stdout=subprocess.PIPE).stdout
    found = {finding["name"]: finding for finding in json.loads(printed)}
    assert found["Convoscope"]["value"] == project["version"]
    assert found["numpy"]["value"] == metadata.version("numpy")
    assert found["Fonts"]["value"].endswith(str(installed.packages / "convoscope" / "assets" / "fonts"))
    assert found["Engine"]["value"].startswith("answers after")


TYPESETTER = """
import convoscope
from PySide6.QtCore import QCoreApplication
from desktop.painter.typesetter import Typesetter
application, typesetter = QCoreApplication([]), Typesetter()
typesetter.ready.connect(application.quit)
typesetter.picture("x^2")
application.exec()
print(typesetter.picture("x^2") is not None, typesetter.problems)
typesetter.close()
"""


def test_its_formulas_are_set_beside_the_window(installed: Copy, elsewhere: Path) -> None:
    assert installed.print(TYPESETTER, elsewhere) == "True {}"
