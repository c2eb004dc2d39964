"""The wheel: what is in it, and that it works where there is no checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PACKAGES = ("assets", "desktop", "engine", "scenes")
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "*.pyc", "*.partial")


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which nothing leads back to this checkout."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")} | more


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the checkout, since a build leaves its own files behind."""
    copy = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(root / package, copy / package, ignore=NOT_SHIPPED)
    for file in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(root / file, copy)
    build = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", "wheels", "."]
    result = subprocess.run(build, cwd=copy, env=environment(), capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    (built,) = (copy / "wheels").iterdir()
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own; what it depends on comes from where the tests run."""
    folder = tmp_path_factory.mktemp("installed")
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    result = subprocess.run(install, env=environment(), capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


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
    kept = {
        path.relative_to(root).as_posix()
        for package in PACKAGES
        for path in (root / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".partial"
    }
    shipped = {name for name in contents(wheel) if ".dist-info/" not in name}
    assert shipped == kept


@pytest.mark.parametrize(
    "name", ["assets/data/animals.npz", "assets/data/digits.npz", "assets/data/photos.npz", "assets/fonts/OFL.txt"]
)
def test_the_wheel_holds_what_a_lesson_shows(wheel: Path, name: str) -> None:
    assert name in contents(wheel)


def test_the_wheel_is_of_a_sane_size(wheel: Path) -> None:
    assert 1_000_000 < wheel.stat().st_size < 20_000_000


def test_the_wheel_states_what_pyproject_states(wheel: Path, project: dict[str, object]) -> None:
    metadata = read(wheel, ".dist-info/METADATA").splitlines()
    assert f"Version: {project['version']}" in metadata
    stated = {line.removeprefix("Requires-Dist: ") for line in metadata if line.startswith("Requires-Dist: ")}
    assert {each for each in stated if "extra ==" not in each} == set(project["dependencies"])
    assert "convoscope = desktop.cli:main" in read(wheel, ".dist-info/entry_points.txt")


def test_the_wheel_carries_every_licence(wheel: Path, root: Path) -> None:
    pages = [root / "LICENSE", root / "assets" / "fonts" / "OFL.txt", *(root / "assets").rglob("LICENCES.md")]
    names = contents(wheel)
    for page in pages:
        ending = f".dist-info/licenses/{page.relative_to(root).as_posix()}"
        assert any(name.endswith(ending) for name in names), ending


def commands(folder: Path) -> list[list[str]]:
    script = folder / ("Scripts/convoscope.exe" if sys.platform == "win32" else "bin/convoscope")
    return [[sys.executable, "-m", "desktop"], [str(script)]]


@pytest.mark.parametrize("way", [0, 1], ids=["module", "script"])
def test_it_runs_from_any_folder(installed: Path, tmp_path: Path, project: dict[str, object], way: int) -> None:
    env = environment(PYTHONPATH=str(installed), PYTHONSAFEPATH="1")

    def convoscope(*words: str) -> str:
        command = [*commands(installed)[way], *words]
        result = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        return result.stdout

    assert convoscope("--version") == f"Convoscope {project['version']}\n"
    assert "usage" in convoscope("--help").lower()
    assert json.loads(convoscope("scenes", "--json"))


def test_what_runs_there_is_the_installed_copy(installed: Path, tmp_path: Path) -> None:
    program = "import assets, desktop, engine, scenes; print(*(p.__file__ for p in (assets, desktop, engine, scenes)))"
    printed = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path, env=environment(PYTHONPATH=str(installed)), capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert all(Path(file).is_relative_to(installed) for file in printed.split())
