"""The requirements in pyproject.toml: ranges for pip, and the frozen groups that run.py installs."""

from __future__ import annotations

import itertools
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import run

STATED = tomllib.loads((Path(run.ROOT) / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = STATED["project"]
EXTRAS = PROJECT.get("optional-dependencies", {})
GROUPS = [*STATED["dependency-groups"]]
SYSTEMS = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
MACHINES = [
    {"extra": "", "python_version": python, "sys_platform": platform, "platform_system": SYSTEMS[platform]}
    for python, platform in itertools.product(("3.11", "3.12", "3.13"), SYSTEMS)
]


def ranges(requirements: list[str]) -> dict[str, Requirement]:
    return {canonicalize_name(each.name): each for each in map(Requirement, requirements)}


def frozen(group: str) -> dict[str, str]:
    """Return the version of each package that run.py installs for a group, the application's included."""
    pinned = ranges(run.requirements(["locked", *({group} - {"locked"})]))
    return {name: str(each.specifier).removeprefix("==") for name, each in pinned.items()}


def needs(package: str) -> dict[str, Requirement]:
    """Return what an installed package needs on any of the machines that Convoscope runs on."""
    stated = map(Requirement, metadata.requires(package) or [])
    return {
        canonicalize_name(each.name): each
        for each in stated
        if each.marker is None or any(each.marker.evaluate(machine) for machine in MACHINES)
    }


@pytest.mark.parametrize("group", GROUPS)
def test_the_tests_run_with_the_frozen_versions(group: str) -> None:
    assert {name: metadata.version(name).partition("+")[0] for name in frozen(group)} == frozen(group)


@pytest.mark.parametrize("group", GROUPS)
def test_whatever_a_frozen_package_needs_is_frozen_too(group: str) -> None:
    """Else it would be of another version everywhere, and nowhere of one that the tests have seen."""
    versions = frozen(group)
    lacking = {
        f"{package} needs {need}"
        for package in versions
        for name, need in needs(package).items()
        if name not in versions or not need.specifier.contains(versions[name])
    }
    assert not lacking


def test_nothing_is_frozen_for_the_application_that_it_does_not_need() -> None:
    found: set[str] = set()
    new = set(ranges(PROJECT["dependencies"]))
    while new:
        found |= new
        new = {name for package in new for name in needs(package)} - found
    assert found == set(frozen("locked"))


@pytest.mark.parametrize("group", ["locked", *EXTRAS])
def test_the_frozen_versions_are_in_the_ranges_that_pip_is_told(group: str) -> None:
    stated = ranges(PROJECT["dependencies"] if group == "locked" else EXTRAS[group])
    versions = frozen(group)
    assert not {str(each) for name, each in stated.items() if not each.specifier.contains(versions[name])}


def test_pip_and_run_py_offer_the_same_extras() -> None:
    assert set(EXTRAS) == run.extras()
