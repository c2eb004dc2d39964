"""Pictures of scenes as files: whole or not at all, and with one sentence where they can't be."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from desktop.export.still import AtTime, EveryStep, ExportError, StepEnd, Style, Where, export, to_image
from desktop.runs.storage import bundled
from scenes.stage.core import knobs as kit
from scenes.stage.core.catalogue import catalogue, render, scene
from scenes.stage.core.marks import Formula, Grid, Rect, Role
from scenes.stage.core.stage import Frame, Stage
from scenes.stage.core.timeline import Step
from scenes.stage.data.reading import Reading
from scenes.stage.numbers.values import Values
from scenes.stage.output.theme import DARK, LIGHT, PROJECTOR
from tests.desktop.metrics import overlaps, text_boxes
from tests.desktop.painted import painted, pixels

SVG = "{http://www.w3.org/2000/svg}"
LONG = "The filter slides on over the input, one step at a time, and writes one number of the map at every place. " * 2


@dataclass(frozen=True)
class Knobs(kit.Knobs):
    size: int = kit.integer(2, 1, 5, label="Size")
    kernel: str = kit.choice("edge", "edge", "blur", label="Kernel")
    weights: kit.Edits = kit.edits()


@scene(chapter="Seeing with filters", title="Example", order=1, subtitle="for tests")
def example(stage: Stage, knobs: Knobs) -> None:
    first = stage.step("Look", "A matrix is a block of numbers.", 2.0)
    second = stage.step("Slide", "The window moves on.", 3.0, more=LONG)
    stage.step("Rest", "It is done.", 1.0)
    values = Values(np.arange(knobs.size**2).reshape(knobs.size, knobs.size))
    stage.add(Grid(values=values, origin=(100, 200), u=(80, 0), v=(0, 80), role=Role.INPUT, name="input"))
    stage.add(Rect(x=100 + 80 * second.t, y=200, width=80, height=80, line=4, role=Role.HIGHLIGHT))
    stage.add(Formula(tex=r"y = \frac{x}{2}", plain="y = x / 2", x=100, y=700, size=48, name="formula"))
    stage.text(500, 700, f"{first.t:.1f}", size=48)


def save(path: Path, where: Where | None = None, style: Style | None = None, **knobs: object) -> list[Path]:
    return export(example, Knobs(**knobs), path, where, style)


def read(path: Path) -> np.ndarray:
    image = QImage(str(path))
    assert not image.isNull()
    return pixels(image)


# What is written ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("style", [Style(), Style(LIGHT, (800, 450)), Style(PROJECTOR, (640, 480))])
def test_a_png_is_the_painted_frame(qapp: object, tmp_path: Path, style: Style) -> None:
    assert save(tmp_path / "a.png", AtTime(3.5), style) == [tmp_path / "a.png"]
    wanted = painted(render(example, Knobs(), 3.5), style.theme, style.size)
    assert np.array_equal(read(tmp_path / "a.png"), wanted)


def test_an_svg_stands_alone_and_has_its_formula_set(qapp: object, tmp_path: Path) -> None:
    save(tmp_path / "a.svg", StepEnd(1))
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert root.findtext(f"{SVG}title") == "Look"
    (formula,) = [group for group in root.iter(f"{SVG}g") if group.get("id") == "formula"]
    assert formula.find(f".//{SVG}path") is not None
    assert root.findtext(f"{SVG}style").count("data:font/woff;base64") == 2
    assert (tmp_path / "a.svg").stat().st_size < 30_000  # two files of a typeface in full are 700,000


@pytest.mark.parametrize(
    ("name", "step"), [("vanishing", 7), ("activation", 6), ("degradation", 5), ("residual_backward", 11)]
)
def test_steps_without_photos_and_maps_are_small_files(qapp: object, tmp_path: Path, name: str, step: int) -> None:
    shown = catalogue().find(name)
    recording = bundled(shown.preset(shown.knobs())) if shown.preset else None
    (path,) = export(shown, shown.knobs(), tmp_path / "a.svg", StepEnd(step), recording=recording)
    assert path.stat().st_size < 80_000
    assert len(ElementTree.parse(path).getroot().findtext(f"{SVG}style")) < 20_000


def test_json_is_the_frame_with_its_knobs(tmp_path: Path) -> None:
    save(tmp_path / "a.json", AtTime(1.0), size=3, weights=(((0, 1), 2.0),))
    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert (found["scene"], found["title"], found["t"], found["step"]) == ("example", "Example", 1.0, 1)
    assert found["knobs"] == {"size": 3, "kernel": "edge", "weights": [[[0, 1], 2.0]]}
    assert [step["title"] for step in found["steps"]] == ["Look", "Slide", "Rest"]
    (grid,) = [mark for mark in found["marks"] if mark["kind"] == "grid"]
    assert grid["values"] == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


@pytest.mark.parametrize(("where", "t"), [(None, 6.0), (StepEnd(1), 2.0), (StepEnd(3), 6.0), (AtTime(0.0), 0.0)])
def test_where(tmp_path: Path, where: Where | None, t: float) -> None:
    save(tmp_path / "a.json", where)
    assert json.loads((tmp_path / "a.json").read_text())["t"] == t


def test_every_step_gets_a_file_of_its_own(tmp_path: Path) -> None:
    written = save(tmp_path / "a.b.json", EveryStep())
    assert [path.name for path in written] == ["a.b-01.json", "a.b-02.json", "a.b-03.json"]
    assert [json.loads(path.read_text())["t"] for path in written] == [2.0, 5.0, 6.0]
    assert sorted(tmp_path.iterdir()) == written


def test_the_suffix_may_be_written_in_capitals(tmp_path: Path) -> None:
    assert save(tmp_path / "A.JSON")[0].name == "A.JSON"


@pytest.mark.parametrize("theme", [DARK, PROJECTOR], ids=lambda theme: theme.name)
def test_what_more_there_is_to_say_stands_under_the_stage(qapp: object, tmp_path: Path, theme) -> None:
    frame = render(example, Knobs(), 5.0)
    plain, longer = (to_image(frame, Style(theme, (800, 450), more)) for more in (False, True))
    assert longer.width() == 800
    assert longer.height() > 500
    assert np.array_equal(pixels(longer)[:445], pixels(plain)[:445])
    assert (pixels(longer)[460:] != pixels(longer)[-1, -1]).any()
    save(tmp_path / "a.svg", StepEnd(2), Style(theme, more=True))
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    lines = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert " ".join(lines).endswith(LONG.strip())
    assert "The window moves on." in lines, "the caption stands in the picture"


def test_words_keep_within_the_strip(qapp: object) -> None:
    from desktop.export.still import _with_more

    for theme in (DARK, PROJECTOR):
        frame, height = _with_more(render(example, Knobs(), 5.0), Style(theme, more=True))
        boxes = text_boxes(frame, theme)
        assert not overlaps(boxes)
        assert all(box.left() >= 0 and box.right() <= 1600 and box.bottom() <= height for _, box in boxes)


# What can not be exported ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "where", "words"),
    [
        ("a.gif", None, "'a.gif'.* .png, .svg, .json"),
        ("a", None, "ends in one of"),
        ("a.png", StepEnd(0), "steps 1 to 3 .* not 0"),
        ("a.png", StepEnd(4), "steps 1 to 3 .* not 4"),
        ("a.png", AtTime(6.1), "0 to 6 s .* not 6.1"),
        ("a.png", AtTime(-1.0), "not -1"),
        ("a.png", AtTime(float("nan")), "not nan"),
        ("nowhere/a.json", None, "No such file or directory"),
        ("file/a.json", None, "can't be written"),
        ("folder.json", None, "can't be written"),
    ],
)
def test_what_can_not_be_exported_is_said_in_one_sentence(
    qapp: object, tmp_path: Path, name: str, where: Where | None, words: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(ExportError, match=words) as caught:
        save(tmp_path / name, where)
    assert "\n" not in str(caught.value)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.json"]


@pytest.mark.parametrize("size", [(0, 100), (100, -1), (20000, 100)])
def test_sizes_that_are_none(tmp_path: Path, size: tuple[int, int]) -> None:
    with pytest.raises(ExportError, match="pixels"):
        save(tmp_path / "a.png", style=Style(size=size))


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    (tmp_path / "a.json").write_text("old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, fails, full)
    with pytest.raises(ExportError, match="No space left on device"):
        save(tmp_path / "a.json")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert (tmp_path / "a.json").read_text() == "old"


def test_what_cannot_be_painted_is_an_error_and_no_crash(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(painter: QPainter, *_: object) -> None:
        painter.save()
        raise ValueError("no such mark")

    monkeypatch.setattr("desktop.export.still.paint", fail)
    with pytest.raises(ValueError, match="no such mark"):
        to_image(Frame((), (Step("Only", "One step.", 1.0),), 0.0), Style())


def test_it_works_without_a_window_or_a_display(tmp_path: Path, root: Path) -> None:
    script = (
        "from pathlib import Path; from desktop.export.still import export;"
        "from scenes.stage.core.catalogue import catalogue;"
        "scene = catalogue().scenes[0]; export(scene, scene.knobs(), Path('a.png'));"
        "import sys; assert 'torch' not in sys.modules"
    )
    environment = {"PYTHONPATH": str(root), "PATH": "", "QT_QPA_PLATFORM": "", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert read(tmp_path / "a.png").shape == (1080, 1920, 3)


def test_what_is_at_hand_of_a_network_is_in_the_picture(tmp_path: Path) -> None:
    real = catalogue().find("real_network")
    knobs = kit.change(real.knobs(), "turn", 40)
    end = render(real, knobs, 1e9).seconds
    (asked,) = [each for each in render(real, knobs, end).wanted if not each.question.layers]  # type: ignore[union-attr]
    sure = Reading(Values(np.eye(1000, dtype=np.float32)[0] * 20))
    without, with_it = tmp_path / "without.svg", tmp_path / "with.svg"
    export(real, knobs, without, AtTime(end))
    export(real, knobs, with_it, AtTime(end), draw=partial(render, readings={asked.digest: sure}))
    assert "tench" in with_it.read_text(encoding="utf-8")
    assert "tench" not in without.read_text(encoding="utf-8")
