from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.cli.main import main
from desktop.homework.answers import answered, load
from desktop.homework.key import load_key
from scenes.questions.items import items

pytestmark = pytest.mark.usefixtures("qapp")

Capture = pytest.CaptureFixture[str]
LESSON = """\
convoscope = 1
id = "five-errors"
title = "Five errors"

[[stop]]
id = "a"
scene = "padding"

[homework]
id = "sheet-1"
title = "Sheet 1"
items = ["output-size", "one-cell"]
"""


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "my.lesson.toml"
    path.write_text(LESSON)
    return path


def students(folder: Path, count: int) -> Path:
    path = folder / "class.csv"
    path.write_text("id,name\n" + "".join(f"s{number},Student {number}\n" for number in range(count)))
    return path


def make(lesson: Path, count: int, *more: str) -> int:
    out = lesson.parent / "out"
    words = ["homework", "make", str(lesson), "--students", str(students(lesson.parent, count)), "-o", str(out)]
    return main([*words, *more])


def test_a_homework_is_made_answered_and_checked(lesson: Path, capsys: Capture) -> None:
    out = lesson.parent / "out"
    assert make(lesson, 6) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"{out / 'students'}: 6 sheets, for the students",
        f"{out / 'teacher'}: the key, and 10 questions of 2 items for learning platforms, for you alone",
    ]
    assert told.err.splitlines() == [
        *(f"{done} of 7 are printed." for done in range(8)),
        *(f"{done} of 10 are painted." for done in range(11)),
    ]
    assert sorted(path.name for path in (out / "teacher").iterdir()) == [
        "key.pdf", "key.toml", "pool-moodle.xml", "pool-qti21.zip",
    ]  # fmt: skip
    key = load_key(out / "teacher" / "key.toml")
    for sheet in key.sheet:
        found = load(out / "students" / f"sheet-{sheet.student}.answers.toml")
        wrong = sorted(sheet.question[0].slips)[0]
        answered(answered(found, sheet.question[0].id, wrong), sheet.question[1].id, sheet.question[1].right)
    broken = out / "students" / "sheet-s3.answers.toml"
    broken.write_text("x = [")
    report = lesson.parent / "report"
    words = ["homework", "check", str(out / "students"), "--key", str(out / "teacher" / "key.toml"), "-o", str(report)]
    assert main(words) == 0
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0] == "Sheet 1: 5 of 6 students have handed in; they have 1 of 2 points on average."
    written = [Path(line).name for line in lines if line.startswith(str(report))]
    assert written[:4] == ["grades.csv", "slips.csv", "problems.csv", "report.pdf"]
    assert all((report / name).stat().st_size for name in written)
    sentence = "Line 1 of sheet-s3.answers.toml can't be read."
    assert told.err.startswith(f"{broken}: {sentence}")


def test_answers_that_are_there_stay_and_that_is_told(lesson: Path, capsys: Capture) -> None:
    make(lesson, 2)
    path = lesson.parent / "out" / "students" / "sheet-s1.answers.toml"
    answered(load(path), "one-cell@1/1", "A")
    before = path.read_bytes()
    capsys.readouterr()
    assert make(lesson, 2) == 0
    assert "The file of s1 holds answers already and stays as it is." in capsys.readouterr().err.splitlines()
    assert path.read_bytes() == before


def test_the_key_can_lie_elsewhere(lesson: Path, capsys: Capture) -> None:
    mine = lesson.parent / "mine"
    assert make(lesson, 1, "--key-to", str(mine)) == 0
    assert capsys.readouterr().out.splitlines()[0].endswith(": 1 sheet, for the students")
    assert (mine / "key.toml").exists()
    assert sorted(path.name for path in (lesson.parent / "out").iterdir()) == ["students"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LESSON.replace('"one-cell"', '"one-cel"'), ':12: There is no item "one-cel"; did you mean "one-cell"?'),
        (LESSON.partition("[homework]")[0], "has no homework"),
        (LESSON.replace("title = \"Sheet 1\"\n", ""), "Homework needs a line `title = …`"),
        ("convoscope = 1\n", "A lesson"),
    ],
)  # fmt: skip
def test_a_lesson_that_gives_no_homework_is_told(lesson: Path, capsys: Capture, text: str, sentence: str) -> None:
    lesson.write_text(text)
    assert make(lesson, 1) == 2
    assert sentence in capsys.readouterr().err
    assert not (lesson.parent / "out").exists()


def test_a_broken_stop_keeps_no_homework_from_being_made(lesson: Path, capsys: Capture) -> None:
    lesson.write_text(LESSON.replace("[homework]", '[[stop]]\nid = "b"\nscene = "nowhere"\n\n[homework]'))
    assert make(lesson, 1) == 0


@pytest.mark.parametrize(
    ("words", "name", "first"),
    [
        (["deeper-net", "output-size", "deeper-net", "--each", "3"], "pool.xml", "5 questions of 2 items"),
        (["LESSON", "--each", "1"], "pool.zip", "2 questions of 2 items"),
        (["one-cell", "--each", "1"], "POOL.XML", "1 question of 1 item"),
    ],
)
def test_a_pool_of_a_lesson_or_of_items(lesson: Path, capsys: Capture, words: list[str], name: str, first: str) -> None:
    path = lesson.parent / name
    assert main(["homework", "pool", *(word.replace("LESSON", str(lesson)) for word in words), "-o", str(path)]) == 0
    told = capsys.readouterr()
    assert told.out == f"{path}: {first}\n"
    assert ("deeper-net can be asked in 2 ways only." in told.err) == ("deeper-net" in words)
    content = path.read_bytes()
    assert content.startswith(b"PK") if name.endswith("zip") else b"<quiz>" in content[:100]


def test_a_pool_without_words_is_of_the_whole_course(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from desktop.homework.pool import writing

    asked = []
    monkeypatch.setattr(writing, "write_pool", lambda pool, paths, progress: asked.append((len(pool.groups), paths)))
    assert main(["homework", "pool", "--each", "1", "-o", str(tmp_path / "all.zip")]) == 0
    assert asked == [(len(items()), [tmp_path / "all.zip"])]


def test_wrong_words_are_a_sentence_and_two(lesson: Path, capsys: Capture) -> None:
    gone = str(lesson.parent / "gone")
    key = ["--key", gone, "-o", str(lesson.parent / "report")]
    for words, sentence in (
        (["homework", "make", gone, "--students", gone, "-o", gone], "There is no file gone"),
        (["homework", "make", str(lesson), "--students", gone, "-o", gone], "There is no file gone"),
        (["homework", "check", gone, *key], "There is no file or folder"),
        (["homework", "check", str(lesson), *key], "There is no file gone"),
        (["homework", "secret", "import", gone], "There is no file gone"),
        (
            ["homework", "pool", "output-siz", "-o", "x.xml"],
            'There is no item "output-siz"; did you mean "output-size"?',
        ),
        (["homework", "pool", gone + ".toml", "-o", "x.xml"], "There is no file gone.toml"),
        (["homework", "pool", "output-size", "-o", "x.gift"], "give it a name that ends in .xml for Moodle"),
        (["homework", "pool", "output-size", "--each", "0", "-o", "x.xml"], "A pool has 1 to 50 variants of each item"),
        (["homework"], "VERB"),
    ):
        assert main(words) == 2
        told = capsys.readouterr()
        assert sentence in told.err
        assert "Traceback" not in told.err


def test_the_secret_goes_to_another_computer(
    lesson: Path, capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, first = tmp_path / "secret.txt", tmp_path / "first"
    make(lesson, 1)
    (lesson.parent / "out").rename(first)
    assert main(["homework", "secret", "export", str(file)]) == 0
    monkeypatch.setenv("CONVOSCOPE_HOME", str(tmp_path / "other"))
    assert main(["homework", "secret", "import", str(file)]) == 0
    assert main(["homework", "secret", "import", str(file)]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "The secret is taken over: homework gets the same numbers here.",
        "This secret is here already.",
    ]
    make(lesson, 1)
    name = Path("students") / "sheet-s0.answers.toml"
    assert (first / name).read_bytes() == (lesson.parent / "out" / name).read_bytes()


def test_the_words_are_known_without_qt() -> None:
    code = (
        "import sys; from desktop.cli.main import main; status = main(['homework', 'make', '--help']); "
        "sys.exit(status or any(name.split('.')[0] in ('PySide6', 'torch', 'typst') for name in sys.modules) and 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
