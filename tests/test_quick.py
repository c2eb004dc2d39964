"""Which tests a change touches, and when no further one begins."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest

from tests.quick import Deadline, changed_files, chosen, mirrored, scenes_of

TESTS = {
    "tests/desktop/player/test_history.py": {"desktop.player.history"},
    "tests/desktop/player/test_session.py": {"desktop.player.session"},
    "tests/desktop/lab/test_page.py": {"desktop.player.history", "tests.desktop.fake_runs"},
    "tests/engine/contract/test_tape.py": {"engine.contract.tape"},
}


def test_tests_stand_where_what_they_test_stands() -> None:
    assert mirrored("desktop/player/history.py") == "tests/desktop/player/test_history.py"
    assert mirrored("run.py") == "tests/test_run.py"


def test_the_nearest_come_first_and_what_is_not_touched_stays_away() -> None:
    found = chosen(["desktop/player/history.py"], TESTS, {"desktop.player.session"})
    assert found == [
        "tests/desktop/player/test_history.py",
        "tests/desktop/lab/test_page.py",
        "tests/desktop/player/test_session.py",
    ]


def test_a_changed_test_and_the_users_of_a_changed_helper_run() -> None:
    assert chosen(["tests/engine/contract/test_tape.py"], TESTS, set()) == ["tests/engine/contract/test_tape.py"]
    assert chosen(["tests/desktop/fake_runs.py"], TESTS, set()) == ["tests/desktop/lab/test_page.py"]
    assert chosen(["README.md"], TESTS, set()) == []


def test_of_the_catalogue_only_the_changed_scenes_are_looked_at() -> None:
    changed = ["scenes/vgg/story.py", "scenes/scaling.py", "scenes/stage/core/stage.py", "scenes/README.md"]
    assert scenes_of(changed) == ["scaling", "vgg"]


@pytest.mark.parametrize(("seconds", "begins"), [(100.0, True), (-1.0, False)])
def test_no_test_begins_after_the_end(request: pytest.FixtureRequest, seconds: float, begins: bool) -> None:
    deadline = Deadline(time.monotonic(), seconds)
    assert (deadline.pytest_runtest_protocol(request.node) is None) is begins
    assert deadline.left == (not begins)


def test_what_has_changed_is_what_differs_from_the_last_commit_or_what_that_changed(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        author = ["-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *author, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init")
    for name in ("one.py", "two.py"):
        (tmp_path / name).write_text(name)
        git("add", ".")
        git("commit", "-m", name)
    assert changed_files(tmp_path) == {"two.py"}
    (tmp_path / "one.py").write_text("changed")
    (tmp_path / "three.py").write_text("new")
    assert changed_files(tmp_path) == {"one.py", "three.py"}
