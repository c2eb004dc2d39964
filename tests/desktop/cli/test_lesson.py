from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.app.composition import StartOptions
from desktop.classroom.lessons.shelf import keep
from desktop.classroom.lessons.writing import new_lesson
from desktop.cli.main import main
from tests.desktop.classroom.lessons.lesson_texts import GOOD

Capture = pytest.CaptureFixture[str]


def test_a_right_lesson_is_one_line(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "one.lesson.toml"
    path.write_text(GOOD)
    assert main(["lesson", "check", str(path)]) == 0
    assert capsys.readouterr() == ("one.lesson.toml: 4 stops, 12 minutes, no fault\n", "")


def test_every_fault_is_a_line_with_its_place(tmp_path: Path, capsys: Capture) -> None:
    good, bad, gone = (tmp_path / f"{name}.lesson.toml" for name in ("good", "bad", "gone"))
    good.write_text(GOOD)
    bad.write_text(GOOD.replace("minutes = 5", "minuts = 5").replace("stride = 3", "stride = 9"))
    assert main(["lesson", "check", *map(str, (bad, good, gone))]) == 2
    assert capsys.readouterr().out.splitlines() == [
        f'{bad}:15: A stop has no key "minuts"; did you mean `minutes`?',
        f"{bad}:36: stride goes from 1 to 3, not 9.",
        "good.lesson.toml: 4 stops, 12 minutes, no fault",
        f"{gone}: There is no file gone.lesson.toml.",
    ]


def test_lessons_are_checked_without_qt(tmp_path: Path) -> None:
    path = tmp_path / "one.lesson.toml"
    path.write_text(GOOD)
    code = (
        f"import sys; from desktop.cli.main import main; status = main(['lesson', 'check', {str(path)!r}]); "
        "sys.exit(status or any(name.split('.')[0] in ('PySide6', 'torch') for name in sys.modules) and 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_new_lesson_lies_where_the_user_s_own_are_and_is_listed(home: Path, capsys: Capture) -> None:
    assert main(["lesson", "new", "My own lesson"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path == home / "lessons" / "my-own-lesson.lesson.toml"
    assert main(["lesson", "check", str(path)]) == 0
    assert capsys.readouterr().out == "my-own-lesson.lesson.toml: 1 stop, 1 minute, no fault\n"
    assert main(["lesson", "list"]) == 0
    assert f"{path}\n    My own lesson: 1 stop, 1 minute\n" in capsys.readouterr().out


def test_titles_in_the_list_can_not_command_a_terminal(home: Path, capsys: Capture) -> None:
    path = keep("Loud", new_lesson("Loud\x1b[2J\x07", "loud"))
    assert main(["lesson", "list"]) == 0
    out = capsys.readouterr().out
    assert f"{path}\n    Loud [2J: 1 stop" in out
    assert "\x1b" not in out


def test_a_new_lesson_never_overwrites(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "five-things.lesson.toml"
    assert main(["lesson", "new", str(path)]) == 0
    text = path.read_text()
    assert 'title = "Five things"' in text
    assert main(["lesson", "new", str(path)]) == 2
    assert "There is a file five-things.lesson.toml already: choose another name." in capsys.readouterr().err
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lesson"], "required: VERB"),
        (["lesson", "new", " "], "A lesson needs a title."),
        (["lesson", "new", "/nowhere/x.lesson.toml/y"], "can't be written"),
        (["nowhere.lesson.toml"], "There is no lesson 'nowhere.lesson.toml'; `convoscope lesson list` shows those"),
        ([f"{'x' * 300}.lesson.toml"], "There is no lesson"),
        (["x.lesson.toml", "--scene", "dense"], "Open either a file or a scene."),
        (["--step", "2"], "A step belongs to a scene"),
        (["--scene", "convolution", "--step", "Multply"], "nearest title is 'Multiply'"),
        (["--scene", "convolution", "--step", "99"], "There are steps 1 to 9 with these knobs, not 99."),
        (["export", "convolution", "--step", "Multply", "-o", "x.json"], "nearest title is 'Multiply'"),
    ],
)
def test_wrong_words_get_one_sentence(words: list[str], sentence: str, capsys: Capture) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert sentence in err


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """With what the window was begun, instead of a window."""
    found: list[Any] = []
    monkeypatch.setattr("desktop.app.application.run", lambda options=None: found.append(options) or 0)
    monkeypatch.setattr("desktop.system.preflight.problem", lambda: None)
    return found


def test_a_file_opens_the_window_with_the_lesson(tmp_path: Path, begun: list[Any]) -> None:
    path = tmp_path / "one.lesson.toml"
    path.write_text(GOOD)
    assert main([str(path)]) == main(["--theme", "light", str(path)]) == main([str(path), "--theme=light"]) == 0
    assert begun == [StartOptions(file=path), *[StartOptions(theme="light", file=path)] * 2]


def test_a_scene_opens_at_the_end_of_a_step(begun: list[Any]) -> None:
    assert main(["--scene", "convolution", "--step", "Add the bias"]) == main(["--scene", "dense", "--step", "3"]) == 0
    assert begun == [StartOptions("convolution", step="Add the bias"), StartOptions("dense", step="3")]


def test_export_takes_a_title(tmp_path: Path) -> None:
    by_number, by_title = tmp_path / "5.json", tmp_path / "bias.json"
    assert main(["export", "convolution", "--step", "5", "-o", str(by_number)]) == 0
    assert main(["export", "convolution", "--step", "Add the bias", "-o", str(by_title)]) == 0
    assert by_number.read_bytes() == by_title.read_bytes()
