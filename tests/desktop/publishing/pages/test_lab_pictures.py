from __future__ import annotations

import pytest

from desktop.publishing.pages.lab_pictures import CHARTS, LargeChart, chart_scene
from desktop.runs.storage import bundled
from scenes.stage.charts.curve_key import STEPS
from scenes.stage.core.catalogue import render
from scenes.stage.core.marks import Image, Text
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
