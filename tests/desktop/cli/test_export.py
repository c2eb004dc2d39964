"""Films and documents from the shell; pictures of scenes are in the tests of the whole command."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.cli.main import main
from desktop.publishing import carrying_out
from desktop.publishing.order import Order
from scenes.stage.core.catalogue import catalogue, plan
from tests.desktop.classroom.lessons.lesson_texts import GOOD
from tests.desktop.classroom.record.class_logs import ENTRIES, written

Capture = pytest.CaptureFixture[str]
BEGINS = {".gif": b"GIF8", ".webp": b"RIFF", ".pdf": b"%PDF", ".pptx": b"PK", ".html": b"<!DOCTYPE", ".zip": b"PK"}


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    path = tmp_path / "one.lesson.toml"
    path.write_text(GOOD)
    return path


@pytest.mark.parametrize("ending", BEGINS)
def test_a_step_becomes_each_kind_of_film_and_document(
    ending: str, tmp_path: Path, capsys: Capture, qapp: object
) -> None:
    out = tmp_path / f"x{ending}"
    more = ["--size", "160x90", "--fps", "5"] if ending in (".gif", ".webp") else []
    assert main(["export", "convolution", "--step", "Add", *more, "-o", str(out)]) == 0
    assert capsys.readouterr() == (f"{out}\n", "")
    assert out.read_bytes().startswith(BEGINS[ending])


@pytest.mark.slow
def test_what_a_network_says_is_asked_where_it_does_not_ship(tmp_path: Path, capsys: Capture, qapp: object) -> None:
    out = tmp_path / "x.svg"
    assert main(["export", "real_network", "--knob", "turn=40", "--step", "1", "-o", str(out)]) == 0
    assert capsys.readouterr() == (f"{out}\n", "")
    probabilities = re.findall(r">([\d.]+) %<", out.read_text(encoding="utf-8"))
    assert len(probabilities) == 5
    assert 0 < sum(map(float, probabilities)) <= 100.5


def test_a_sentence_says_where_no_engine_answers(
    tmp_path: Path, capsys: Capture, qapp: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONVOSCOPE_ENGINE", "/nowhere/python -m engine")
    out = tmp_path / "x.png"
    for way in ("--step=1", "--sheet"):
        assert main(["export", "real_network", "--knob", "turn=40", way, "-o", str(out)]) == 2
        assert "nothing was exported: The engine can't be started" in capsys.readouterr().err
        assert not out.exists()


def test_without_a_step_it_is_all_of_them(tmp_path: Path, qapp: object) -> None:
    out = tmp_path / "x.pdf"
    assert main(["export", "convolution", "--per-page", "1", "--lines", "-o", str(out)]) == 0
    scene = catalogue().find("convolution")
    assert len(PdfReader(out).pages) == len(plan(scene, scene.knobs()))


@pytest.mark.parametrize("ending", [".pdf", ".pptx", ".html", ".zip"])
def test_a_lesson_becomes_each_kind_of_document(ending: str, lesson: Path, capsys: Capture, qapp: object) -> None:
    out = lesson.parent / f"x{ending}"
    assert main(["lesson", "export", str(lesson), "-o", str(out)]) == 0
    assert capsys.readouterr() == (f"{out}\n", "")
    assert out.read_bytes().startswith(BEGINS[ending])


def test_a_folder_holds_drawings_where_they_are_wanted(lesson: Path, qapp: object) -> None:
    for words in (["export", "scaling"], ["lesson", "export", str(lesson)]):
        out = lesson.parent / "x.zip"
        assert main([*words, "--pictures", "svg", "-o", str(out)]) == 0
        endings = {Path(name).suffix for name in zipfile.ZipFile(out).namelist()}
        assert endings == {".svg", ".json", ".txt"}


def test_a_class_becomes_a_handout_and_a_lesson_without_faults(tmp_path: Path, capsys: Capture, qapp: object) -> None:
    log, handout, again = written(tmp_path, *ENTRIES), tmp_path / "x.pdf", tmp_path / "again.lesson.toml"
    assert main(["lesson", "export", str(log), "-o", str(handout)]) == 0
    words = "\n".join(page.extract_text() for page in PdfReader(handout).pages)
    assert "Vote 1, 12 hands: A 3, B 9." in words
    assert "Right: A. the size" in words
    for ending, part in ((".html", ""), (".pptx", "ppt/slides/slide3.xml")):
        assert main(["lesson", "export", str(log), "-o", str(tmp_path / f"x{ending}")]) == 0
        made = tmp_path / f"x{ending}"
        text = zipfile.ZipFile(made).read(part) if part else made.read_bytes()
        assert b"Vote 1, 12 hands: A 3, B 9." in text
        assert b"Right: A. the size" in text
    assert main(["lesson", "export", str(log), "-o", str(again)]) == 0
    capsys.readouterr()
    assert main(["lesson", "check", str(again)]) == 0
    assert capsys.readouterr().out == "again.lesson.toml: 2 stops, 3 minutes, no fault\n"


def test_a_lesson_with_faults_is_exported_without_them_and_that_is_said(
    lesson: Path, capsys: Capture, qapp: object
) -> None:
    lesson.write_text(GOOD.replace("stride = 3", "stride = 9"))
    out = lesson.parent / "x.html"
    assert main(["lesson", "export", str(lesson), "-o", str(out)]) == 0
    assert "one.lesson.toml has 1 fault, and the stops that have none are exported" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["export", "scaling", "-o", "x.doc"], "'x.doc': give it a name that ends in one of .pdf, .pptx"),
        (["export", "scaling", "-o", "x.pages"], "'x.pages': give it a name that ends in one of .pdf, .pptx"),
        (["export", "scaling", "--size", f"{10**30}x9", "-o", "x.png"], "A picture is 1 to 16384 pixels"),
        (["export", "scaling", "--t", "1", "-o", "x.gif"], "is a file that ends in .png, .svg, .json"),
        (["export", "scaling", "--per-page", "3", "-o", "x.pdf"], "A page has 1, 2 or 6 pictures, not 3"),
        (["export", "scaling", "--per-page", "2", "-o", "x.gif"], "--per-page has no meaning for a file that ends"),
        (["export", "scaling", "--fps", "5", "-o", "x.pdf"], "--fps has no meaning"),
        (["export", "scaling", "--notes", "--lines", "-o", "x.pdf"], "not allowed with"),
        (["export", "scaling", "--notes", "-o", "x.pdf"], "A scene has no notes of a teacher's"),
        (["export", "scaling", "--notes", "-o", "x.html"], "A scene has no notes of a teacher's"),
        (["export", "scaling", "--pictures", "svg", "-o", "x.pdf"], "--pictures has no meaning for a file that ends"),
        (["export", "scaling", "--size", "99999x99999", "-o", "x.png"], "A picture is 1 to 16384 pixels"),
        (["export", "scaling", "--size", f"{10**30}x9", "-o", "x.zip"], "A picture is 1 to 16384 pixels"),
        (["export", "scaling", "--fps", "0", "-o", "x.gif"], "one frame a second at least"),
        (["export", "scaling", "--fps", "900", "-o", "x.gif"], "A film has 1 to 60 frames a second, not 900."),
        (["export", "scaling", "--theme", "pink", "-o", "x.html"], "no theme named 'pink'"),
        (["export", "scaling", "-o", "/nowhere/x.html"], "can't be written"),
        (["lesson", "export", "no.lesson.toml", "-o", "x.pdf"], "There is no file no.lesson.toml"),
        (["lesson", "export", "no.jsonl", "-o", "x.pdf"], "no.jsonl can't be read"),
        (["lesson", "export", "LESSON", "-o", "x.gif"], "ends in one of .pdf, .pptx, .html, .zip"),
        (["lesson", "export", "LESSON", "-o", "x.lesson.toml"], "ends in one of .pdf, .pptx, .html, .zip"),
        (["lesson", "export", "LESSON"], "required: -o"),
    ],
)
def test_wrong_words_are_one_sentence_and_nothing_is_written(
    words: list[str], sentence: str, lesson: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    monkeypatch.chdir(lesson.parent)
    assert main([str(lesson) if word == "LESSON" else word for word in words]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert sentence in said.err
    assert [path.name for path in lesson.parent.iterdir()] == [lesson.name]


def test_a_terminal_is_told_how_far_it_has_come(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["export", "scaling", "-o", str(tmp_path / "x.html")]) == 0
    told = capsys.readouterr().err
    count = len(plan(catalogue().find("scaling"), catalogue().find("scaling").knobs()))
    assert f" {count} of {count}" in told
    assert told.endswith("\r"), "and the line is taken away again"


def test_ctrl_c_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(order: Order, progress: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(carrying_out, "carry_out", interrupted)
    assert main(["export", "scaling", "-o", str(tmp_path / "x.html")]) == 130
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_process_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    code = (
        "import sys; from desktop.cli.main import main; from desktop.cli import export; "
        "export._Line.come = lambda self, done, of: print('on', flush=True); "
        f"sys.exit(main(['export', 'convolution', '-o', {str(tmp_path / 'x.pptx')!r}]))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"on\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, b"")
    assert not list(tmp_path.iterdir())
