"""The checks that a change touches, within a minute: `python3 run.py test --quick`.

What has changed is what git says: files that differ from the last commit, or, where none do, those that the last commit
changed. Tests come in the order in which they are near to it: those of the changed files themselves, those that import
one, those that import what imports one. Lint and types are checked beside them. When the time is over no further test
begins, and how many are left is said: the whole run has them all.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("assets", "desktop", "engine", "scenes")
CATALOGUE = "tests/scenes/test_catalogue.py"
SECONDS = 50.0
"""So long tests may begin; what has begun is ended, and the minute is over."""


def changed_files(root: Path = ROOT) -> set[str]:
    """The paths of what has changed, relative to the checkout; of the last commit where nothing has since."""
    since = _git(root, "diff", "--name-only", "HEAD") | _git(root, "ls-files", "--others", "--exclude-standard")
    return since or _git(root, "diff", "--name-only", "HEAD~1", "HEAD")


def _git(root: Path, *words: str) -> set[str]:
    found = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, encoding="utf-8")
    return set(found.stdout.splitlines()) if found.returncode == 0 else set()


def module(path: str) -> str:
    """The dotted name of the module in a file."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def mirrored(path: str) -> str:
    """Where the tests of a file stand: in `tests/`, under its own path, with `test_` before its name."""
    folder, _, name = path.rpartition("/")
    return f"tests/{folder}/test_{name}" if folder else f"tests/test_{name}"


def chosen(changed: Iterable[str], tests: dict[str, set[str]], downstream: set[str]) -> list[str]:
    """The test files that a change touches, the nearest first.

    `tests` has the modules that each test file imports, `downstream` all modules that import what has changed.
    """
    changed = set(changed)
    modules = {module(path) for path in changed if path.endswith(".py")}
    helpers = {module(path) for path in changed if path.startswith("tests/")}
    near: dict[str, int] = {}
    for path, imported in tests.items():
        if path in changed or path in {mirrored(each) for each in changed}:
            near[path] = 0
        elif imported & (modules | helpers):
            near[path] = 1
        elif imported & downstream:
            near[path] = 2
    return sorted(near, key=lambda path: (near[path], path))


def scenes_of(changed: Iterable[str]) -> list[str]:
    """The scenes whose own files have changed."""
    parts = [path.split("/") for path in changed if path.startswith("scenes/") and path.endswith(".py")]
    names = {each[1].removesuffix(".py") for each in parts}
    return sorted(names - {"stage", "reference", "questions", "__init__"})


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _downstream(changed: Iterable[str]) -> set[str]:
    import grimp  # import-linter's, which reads a thousand files in half a second

    graph = grimp.build_graph(*PACKAGES)
    known = [name for path in changed if path.endswith(".py") and (name := module(path)) in graph.modules]
    return {found for name in known for found in graph.find_downstream_modules(name)}


class Deadline:
    """Lets no test begin once the time is over."""

    def __init__(self, begun: float, seconds: float = SECONDS) -> None:
        self.end, self.left = begun + seconds, 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool | None:
        """Pass over a test that would begin too late."""
        if time.monotonic() < self.end:
            return None
        self.left += 1
        return True


def main() -> int:
    """Run the checks; returns 0 if none failed."""
    begun = time.monotonic()
    os.chdir(ROOT)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    changed = changed_files()
    tests = {path.relative_to(ROOT).as_posix(): set(_imports(path)) for path in (ROOT / "tests").rglob("test_*.py")}
    files = chosen(changed, tests, _downstream(changed))
    scenes = scenes_of(changed)
    if scenes and CATALOGUE not in files:
        files.append(CATALOGUE)
    failed = subprocess.call([sys.executable, "-m", "ruff", "check", "."]) != 0
    types = subprocess.Popen([sys.executable, "-m", "mypy"], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    deadline = Deadline(begun)
    if files:
        narrowed = ["--scenes", ",".join(scenes)] if scenes else []
        words = ["-q", "-p", "no:xdist", "-m", "not window and not slow", *narrowed, *files]
        failed |= pytest.main(words, plugins=[deadline]) not in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    said, _ = types.communicate()
    print(said, end="")
    failed |= types.returncode != 0
    if deadline.left:
        print(f"{deadline.left} tests further away are left to the whole run: python3 run.py test")
    print(f"{len(changed)} files changed, {len(files)} files of tests looked at, {time.monotonic() - begun:.0f} s.")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
