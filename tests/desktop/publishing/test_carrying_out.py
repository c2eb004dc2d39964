from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any, get_args

import pytest
from pypdf import PdfReader

from desktop.classroom.lessons.model import Lesson, Stop
from desktop.export.progress import StoppedError
from desktop.export.still import ExportError
from desktop.publishing.carrying_out import FORMATS, PAGES, STILLS, carry_out, endings_of, write_all
from desktop.publishing.order import OfCards, OfClass, OfLesson, OfScene, Options, Order, What
from desktop.runs.storage import bundled, save
from scenes.stage.data.recording import Recording
from tests.desktop.classroom.record.class_logs import ENTRIES, STROKE, written

SCENE = OfScene(scene="convolution", steps=(1, 2))
LESSON = OfLesson(
    lesson=Lesson(
        convoscope=1, id="two", title="Two", stop=(Stop(id="c", card="# Two"), Stop(id="s", scene="scaling"))
    ),
    folder="",
)
SMALL = Options(size=(160, 90), fps=5)
BEGINS = {
    ".pdf": b"%PDF",
    ".pptx": b"PK",
    ".html": b"<!DOCTYPE html>",
    ".zip": b"PK",
    ".gif": b"GIF8",
    ".webp": b"RIFF",
    ".png": b"\x89PNG",
    ".svg": b"<svg",
    ".json": b'{"scene"',
    ".lesson.toml": b"# What the class",
}


def order(what: What, name: str, **options: Any) -> Order:
    return Order(what=what, path=name, options=Options(**options) if options else SMALL)


@pytest.mark.parametrize("ending", [each for each in FORMATS if each != ".mp4"])
@pytest.mark.parametrize("kind", get_args(What))
def test_each_kind_of_order_becomes_each_kind_of_file_that_it_can(
    kind: type[What], ending: str, tmp_path: Path, qapp: object
) -> None:
    whats = {
        OfScene: SCENE,
        OfLesson: LESSON,
        OfClass: OfClass(log=str(written(tmp_path, *ENTRIES))),
        OfCards: OfCards(),
    }
    what, path = whats[kind], tmp_path / f"x{ending}"
    if ending not in endings_of(kind):
        with pytest.raises(ExportError, match="give it a name that ends in one of"):
            carry_out(order(what, str(path)))
        return
    files = carry_out(order(what, str(path)))
    assert next(iter(files.values())).startswith(BEGINS[ending])
    assert write_all(files) == list(files)
    assert all(each.is_file() for each in files)


def test_a_wrong_ending_is_said_with_those_that_there_are() -> None:
    with pytest.raises(ExportError, match=r"'x.doc': give it a name that ends in one of .pdf, .pptx, .html, .zip"):
        carry_out(order(LESSON, "x.doc"))


def test_a_document_has_the_pages_of_its_order(tmp_path: Path, qapp: object) -> None:
    done: list[tuple[int, int]] = []
    (data,) = carry_out(order(SCENE, "x.pdf", per_page=1), lambda *come: done.append(come)).values()
    assert len(PdfReader(io.BytesIO(data)).pages) == 2
    assert done[-1] == (2, 2)


def test_pages_for_a_printer_are_images_one_beside_the_other(tmp_path: Path, qapp: object) -> None:
    files = carry_out(order(SCENE, str(tmp_path / f"x{PAGES}"), per_page=1, ppi=50.0))
    assert list(files) == [tmp_path / "0001.png", tmp_path / "0002.png"]
    assert all(data.startswith(b"\x89PNG") for data in files.values())


def test_whoever_stops_it_has_nothing(qapp: object) -> None:
    def stop(done: int, of: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        carry_out(order(SCENE, "x.pdf"), stop)


@pytest.mark.parametrize("ending", STILLS)
def test_a_picture_has_its_ink_and_all_steps_are_as_many_pictures(ending: str, qapp: object) -> None:
    bare = OfScene(scene="convolution", steps=(3,))
    inked = OfScene(scene="convolution", steps=(3,), ink={"Add": (STROKE,)})
    title = json.loads(next(iter(carry_out(order(bare, "x.json")).values())))["steps"][3]["title"]
    assert title == "Add"
    one, other = (next(iter(carry_out(order(each, f"x{ending}")).values())) for each in (bare, inked))
    assert one != other
    every = carry_out(order(OfScene(scene="convolution"), f"x{ending}"))
    assert list(every)[:2] == [Path(f"x-01{ending}"), Path(f"x-02{ending}")]


def test_a_folder_of_pictures_has_the_size_that_is_wanted(qapp: object) -> None:
    (data,) = carry_out(order(SCENE, "x.zip", size=(320, 180))).values()
    names = [name for name in zipfile.ZipFile(io.BytesIO(data)).namelist() if name.endswith(".png")]
    assert len(names) == 2


def test_what_was_trained_here_is_shown_in_place_of_what_ships(tmp_path: Path, qapp: object) -> None:
    ships = bundled("twins-20")
    assert ships is not None
    tape = tmp_path / "twins-20.tape"
    other = bundled("degradation")
    assert isinstance(other, Recording)
    what = OfScene(stop=Stop(id="twins-20", lab="twins-20"), steps=(1,))
    save(tape, ships)
    usual = carry_out(order(what, "x.svg"))
    same = carry_out(Order(what=what, path="x.svg", options=SMALL, runs={"twins-20": str(tape)}))
    assert same == usual, "a tape keeps all that a chart shows"
    with pytest.raises(ExportError, match="nowhere"):
        carry_out(Order(what=what, path="x.svg", runs={"twins-20": "/nowhere.tape"}))


def test_a_log_that_is_none_is_said_in_one_sentence(tmp_path: Path) -> None:
    log = tmp_path / "x.jsonl"
    log.write_text("nothing")
    with pytest.raises(ExportError, match="doesn't begin as a class log does"):
        carry_out(order(OfClass(log=str(log)), "x.pdf"))
