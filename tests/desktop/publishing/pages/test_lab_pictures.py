from __future__ import annotations

import dataclasses
from itertools import pairwise

import msgspec
import pytest

from desktop.classroom.stops.measuring import width
from desktop.lab.charts import heatmap
from desktop.publishing.pages import lab_pictures
from desktop.publishing.pages.lab_pictures import CHARTS, LargeChart, chart_scene
from desktop.runs.norms import norms
from desktop.runs.readings import spec_of
from desktop.runs.storage import bundled
from scenes.stage.charts.curve_key import STEPS
from scenes.stage.core.catalogue import render
from scenes.stage.core.marks import Image, Rect, Text
from scenes.stage.core.stage import DOTS_Y, LEFT, RIGHT
from scenes.stage.output.theme import DARK


@pytest.mark.parametrize("chart", range(len(CHARTS)), ids=CHARTS)
@pytest.mark.parametrize("name", ["twins-20", "separable", "explosion", "vanishing"])
def test_a_picture_has_title_axes_and_the_nets(name: str, chart: int) -> None:
    run = bundled(name)
    assert run is not None
    scene = chart_scene(LargeChart(chart), run, DARK)
    frame = render(scene, scene.knobs(), 0.0, run)
    said = [each.mark.text for each in frame.placed() if isinstance(each.mark, Text)]
    assert scene.title in said
    assert STEPS in said
    pictures = [each.mark for each in frame.placed() if isinstance(each.mark, Image)]
    assert len(pictures) == (2 if CHARTS[chart] == "heat map" else 0)
    gone = {each.contestant for each in run.divergences}
    for index, contestant in enumerate(run.plan.contestants):
        assert index in gone or any(contestant.name in words for words in said)


def test_a_part_of_a_run_is_drawn_as_far_as_it_goes() -> None:
    run = bundled("twins-20")
    assert run is not None
    for chart in range(len(CHARTS)):
        scene = chart_scene(LargeChart(chart, only=1), run, DARK)
        for step in (0, 100):
            frame = render(scene, scene.knobs(), 0.0, run.upto(step))
            said = [each.mark.text for each in frame.placed() if isinstance(each.mark, Text)]
            assert any(words.startswith(f"step {step} of 250") for words in said)


@pytest.mark.parametrize("chart", [2, 3])
def test_each_of_nine_layers_is_named(chart: int, monkeypatch: pytest.MonkeyPatch) -> None:
    run = bundled("twins-20")
    assert run is not None
    layers = norms(run, 0, "weights")[0][:9]
    for module in (lab_pictures, heatmap):
        monkeypatch.setattr(module, "norms", lambda *which: (layers, norms(*which)[1][:, :9]))
    scene = chart_scene(LargeChart(chart, only=0), run, DARK)
    marks = [each.mark for each in render(scene, scene.knobs(), 0.0, run).placed()]
    named = [mark for mark in marks if isinstance(mark, Text) and mark.text.strip() in layers]
    assert {mark.text.strip() for mark in named} == set(layers)
    ys = sorted(mark.y for mark in named)
    assert all(below - above > 1.2 * mark.size for (above, below), mark in zip(pairwise(ys), named, strict=False))


def test_a_long_title_ends_on_the_stage_and_one_step_has_no_dot() -> None:
    run = bundled("twins-20")
    assert run is not None
    spec = msgspec.structs.replace(spec_of(run.plan), seed=7, batch=33)
    plan = dataclasses.replace(
        run.plan, contestants=tuple(dataclasses.replace(each, name="long " * 9) for each in run.plan.contestants),
        spec=msgspec.json.encode(spec).decode(),
    )  # fmt: skip
    long = dataclasses.replace(run, plan=plan)
    scene = chart_scene(LargeChart(0), long, DARK)
    marks = [each.mark for each in render(scene, scene.knobs(), 0.0, long).placed()]
    (title,) = [mark for mark in marks if isinstance(mark, Text) and mark.name == "title"]
    assert title.text.endswith("…")
    assert LEFT + width(title.runs, title.size) <= RIGHT
    assert not [mark for mark in marks if isinstance(mark, Rect) and mark.y > DOTS_Y - 10]
