from __future__ import annotations

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from desktop.export import views
from desktop.lab.looking.lens import GRADIENT
from desktop.lab.page import LabPage
from desktop.lab.views import CHARTS, MISTAKES, NETWORKS, POINTS
from desktop.publishing.asking import lab_files
from desktop.publishing.asking.lab_files import NO_RUN, LabFiles
from desktop.runs.labels import title
from desktop.theme.appearance import Appearance
from engine.contract.numbers import Array
from engine.contract.questions import MapPoints, PointsMapped, Query, Reply
from tests.desktop.fake_runs import client, library, looks, page, script, session, story

__all__ = ["client", "library", "looks", "page", "script", "session", "story"]


@pytest.fixture
def lab(page: LabPage) -> LabPage:
    return page


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def files(lab: LabPage, looks: Appearance, said: list[str]) -> LabFiles:
    made = LabFiles(looks, said.append, QWidget(lab))
    made.serve(lab)
    return made


def begin(lab: LabPage, client: Any, story: SimpleNamespace) -> None:
    lab.toggle()
    client.say(*story.run_events(40), story.predicted(40, {0: (1, 2.0)}, {}))
    lab.turns.all()


def test_without_a_run_there_is_nothing_to_save(lab: LabPage, files: LabFiles, said: list[str]) -> None:
    lab.board.save_wanted.emit()
    lab.board.copy_wanted.emit()
    assert said == [NO_RUN] * 2


def mapped(client: Any) -> None:
    """Answer what the point maps have asked."""
    for query in [each for each in client.sent if isinstance(each, Query) and isinstance(each.question, MapPoints)]:
        count = len(query.question.layers)
        points = Array.of(np.random.default_rng(1).normal(size=(500, 2)))
        for part, layer in enumerate(query.question.layers):
            client.say(Reply(query.token, part, count, PointsMapped(layer, points), 40))


@pytest.mark.parametrize("view", [0, 1, 2, 3, None, "networks", "mistakes", "points"])
def test_every_view_is_saved_as_both_kinds_of_picture(
    lab: LabPage,
    looks: Appearance,
    files: LabFiles,
    said: list[str],
    client: Any,
    story: SimpleNamespace,
    tmp_path: Path,
    view: Any,
) -> None:
    begin(lab, client, story)
    names = {"networks": NETWORKS, "mistakes": MISTAKES, "points": POINTS}
    lab.views.picked.emit(names.get(view, CHARTS))
    mapped(client)
    if view not in names:
        lab.board.room.show_large(view)
    for ending in ("png", "svg"):
        files.save(lab, tmp_path / f"view.{ending}")
    assert all("is saved as" in each for each in said)
    image = QImage(str(tmp_path / "view.png"))
    taken = lab_files.viewed(lab, looks).size.width() * views.SHARP
    assert image.width() == (1920 if lab_files.drawn(lab) or view == "mistakes" else taken)
    assert b"<svg" in (tmp_path / "view.svg").read_bytes()[:500]


def test_what_a_lens_shows_is_saved_in_place_of_the_networks(
    lab: LabPage,
    looks: Appearance,
    files: LabFiles,
    said: list[str],
    client: Any,
    story: SimpleNamespace,
    tmp_path: Path,
) -> None:
    begin(lab, client, story)
    lab.views.picked.emit(NETWORKS)
    lab.probe.looking.choose(GRADIENT)
    assert lab_files.shown(lab) == "where the networks look"
    assert lab_files.viewed(lab, looks).size == lab.probe.looking.sheet.size()
    files.save(lab, tmp_path / "lens.png")
    assert "is saved as" in said[-1]


def test_the_numbers_are_saved_as_a_table(
    lab: LabPage, files: LabFiles, client: Any, story: SimpleNamespace, tmp_path: Path
) -> None:
    begin(lab, client, story)
    files.save(lab, tmp_path / "run.csv")
    head, *rows = (tmp_path / "run.csv").read_text().splitlines()
    assert head.startswith("step,epoch,learning rate")
    assert len(rows) == 41


def test_points_are_saved_as_a_table_of_where_every_picture_lies(
    lab: LabPage, files: LabFiles, said: list[str], client: Any, story: SimpleNamespace, tmp_path: Path
) -> None:
    begin(lab, client, story)
    lab.views.picked.emit(POINTS)
    mapped(client)
    files.save(lab, tmp_path / "points.csv")
    rows = list(csv.DictReader((tmp_path / "points.csv").read_text().splitlines()))
    assert len(rows) == 5 * 500
    assert {(row["network"], row["layer"]) for row in rows} == {
        ("", "pixels"), ("Dense net", "fc1"), ("Dense net", "relu1"), ("CNN", "conv1"), ("CNN", "relu1")
    }  # fmt: skip
    dense = [row for row in rows if row["layer"] == "fc1"]
    assert [row["validation picture"] for row in dense if row["mistaken"] == "1"] == ["0"]
    assert (dense[3]["step"], dense[3]["class"]) == ("40", "cow")
    assert float(dense[3]["x"]) == pytest.approx(np.random.default_rng(1).normal(size=(500, 2))[3, 0], rel=1e-6)
    assert "The table is saved" in said[-1]


def test_mistakes_are_saved_as_a_table_of_what_was_said(
    lab: LabPage, files: LabFiles, client: Any, story: SimpleNamespace, tmp_path: Path
) -> None:
    begin(lab, client, story)
    lab.show_view(MISTAKES)
    files.save(lab, tmp_path / "said.csv")
    head, *rows = (tmp_path / "said.csv").read_text().splitlines()
    assert head.startswith("validation picture,class,Dense net: said")
    assert len(rows) == 500


def test_what_cannot_be_written_is_said(
    lab: LabPage, files: LabFiles, said: list[str], client: Any, story: SimpleNamespace, tmp_path: Path
) -> None:
    begin(lab, client, story)
    for name in ("missing/run.png", "missing/run.csv", "run.doc"):
        files.save(lab, tmp_path / name)
    assert len(said) == 3
    assert "can't be written" in said[0]
    assert "can't be written" in said[1]
    assert ".png, .svg or .csv" in said[2]
    assert not list(tmp_path.iterdir())


def test_the_dialog_offers_both_pictures_and_the_table(
    lab: LabPage,
    files: LabFiles,
    client: Any,
    story: SimpleNamespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin(lab, client, story)
    lab.show_chart(1)
    asked: list[tuple[str, str]] = []

    def ask(window: QWidget, title: str, suggested: Path, kinds: str) -> Path:
        asked.append((suggested.name, kinds))
        return tmp_path / "accuracy.png"

    monkeypatch.setattr(lab_files, "ask_where_to_save", ask)
    lab.board.save_wanted.emit()
    ((name, kinds),) = asked
    assert name.endswith("-accuracy.png")
    assert [kind in kinds for kind in ("*.png", "*.svg", "*.csv")] == [True] * 3
    assert (tmp_path / "accuracy.png").exists()


@pytest.mark.parametrize("chart", [0, None, "mistakes"])
def test_copying_puts_a_picture_on_the_clipboard(
    lab: LabPage, files: LabFiles, said: list[str], client: Any, story: SimpleNamespace, chart: Any
) -> None:
    begin(lab, client, story)
    if chart == "mistakes":
        lab.show_view(MISTAKES)
    else:
        lab.board.room.show_large(chart)
    QGuiApplication.clipboard().clear()
    lab.board.copy_wanted.emit()
    assert QGuiApplication.clipboard().image().width() > 1000
    assert said[0].startswith("The picture is copied")


def test_four_charts_are_saved_with_title_and_rates_and_without_buttons_whatever_room_the_window_has(
    lab: LabPage, files: LabFiles, client: Any, story: SimpleNamespace, tmp_path: Path
) -> None:
    begin(lab, client, story)
    lab.show_chart(None)
    sizes, words = [], list[set[str]]()
    for height in (480, 900):
        lab.resize(1280, height)
        files.save(lab, tmp_path / "four.svg")
        root = ElementTree.fromstring((tmp_path / "four.svg").read_bytes())
        sizes.append(root.get("viewBox"))
        words.append({each.get("aria-label", "") for each in root.iter()})
    assert sizes[0] == sizes[1]
    assert {"fc1", "fc2", "conv1", "fc"} <= words[0] == words[1]
    assert title(lab.recording.plan) in words[0] if lab.recording else False
    assert any(each.startswith("learning rate") for each in words[0])
    assert any(each.startswith("step 40 of") for each in words[0])
    assert not [each for each in words[0] if each.startswith(("Copy", "Save", "all"))]
