"""The auxiliary scene: counts from the network, the whole loss, pulses, and the numbers of its recordings."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.runs.storage import bundled
from scenes.auxiliary import auxiliary
from scenes.auxiliary.computed import SIDES, layers_inside, loss, parameters, pulses, trunk
from scenes.auxiliary.draw_live import heads_behind
from scenes.auxiliary.knobs import HEADS, NETS, Knobs
from scenes.stage.charts.layer_norms import KINDS, layer_norms
from scenes.stage.core.catalogue import plan
from scenes.stage.core.marks import Formula, Path, Rect
from scenes.stage.data.recording import Recording
from scenes.stage.draw.blocks import brief
from tests.scenes.seen import Seen, at_step, turned

steadily = settings(derandomize=True, deadline=None, max_examples=25)
TWO, INSIDE, LOSS, PULSES, FALL = "Two class", "Inside", "One loss", "Pulses", "At inference"
BEGIN, RACE, RIGHT = "Trained nets", "Do the heads", "How often"


def step(title: str, share: float = 1.0, **turns: Any) -> Seen:
    return at_step(auxiliary, turned(Knobs(), **turns), title, share)


@cache
def run_of(nets: str) -> Recording:
    found = bundled(NETS[nets])
    assert found is not None
    return found


def live(title: str, share: float = 1.0, **turns: Any) -> Seen:
    knobs = turned(Knobs(), **turns)
    return at_step(auxiliary, knobs, title, share, run_of(knobs.nets))


# The network ----------------------------------------------------------------------------------------------------------


def test_the_published_counts() -> None:
    of = trunk()
    assert (of.training, of.parameters) == (13_378_280, 6_998_552)
    assert of.parameters + sum(head.parameters for head in of.heads.values()) == of.training
    assert [of.parts[of.behind[head]].name for head in SIDES] == ["inception4a", "inception4d"]
    assert sum(part.parameters for part in of.parts) == of.parameters
    assert len(of.parts) == 11


def test_the_counter_drops_when_the_heads_fall() -> None:
    assert "13.4 M" in step(TWO).texts
    assert "13,378,280" in step(TWO).more
    counts = [float(step(FALL, share).named["parameters"].text.removesuffix(" M")) for share in (0.01, 0.3, 0.5, 1.0)]  # type: ignore[union-attr]
    assert counts == sorted(counts, reverse=True)
    assert (counts[0], counts[-1]) == (13.4, 7.0)
    end = step(FALL)
    assert not any("auxiliary head" in name for name in end.named)
    assert "13,378,280 parameters become 6,998,552." in end.more
    assert "prediction of the main head" in end.named


@pytest.mark.parametrize("heads", HEADS)
def test_heads_that_are_left_out_are_not_counted(heads: str) -> None:
    found = parameters(turned(Knobs(), heads=heads))
    assert found == 6_998_552 + sum(trunk().heads[name].parameters for name in HEADS[heads])
    assert brief(found) in step(TWO, heads=heads).texts
    assert f"{found:,}" in step(TWO, heads=heads).more


def test_a_head_from_inside() -> None:
    layers = layers_inside("aux1")
    assert [layer.kind for layer in layers] == ["average pool", "conv", "dense", "dropout", "dense"]
    assert (layers[0].kernel, layers[0].stride, layers[3].rate) == ((5, 5), (3, 3), 0.7)
    assert [layer.shape for layer in layers] == [(512, 4, 4), (128, 4, 4), (1024,), (1024,), (1000,)]
    seen = step(INSIDE)
    assert {"5×5 pooling", "512×4×4", "1×1 convolution", "2.1 M", "1.0 M"} <= set(seen.texts)
    bars = [seen.named[layer.name] for layer in layers]
    heights = [bar.height for bar in bars if isinstance(bar, Rect)]
    assert heights[4] / heights[2] == pytest.approx(1_025_000 / 2_098_176)
    assert max(heights) == heights[2]
    assert "stride 3" in seen.more
    assert "leaves out 70 %" in seen.more
    assert "65,664 + 2,098,176 + 1,025,000 = 3,188,840" in seen.more
    assert seen.named["counted"].text == "3.2 M"  # type: ignore[union-attr]
    other = seen.clicked("inside = second")
    assert "3,190,888" in at_step(auxiliary, other, INSIDE).more


def test_a_click_takes_a_head_off_and_puts_it_back() -> None:
    seen = step(TWO)
    off = seen.clicked("auxiliary head 1, on or off")
    assert off.heads == "second"
    none = at_step(auxiliary, off, TWO).clicked("auxiliary head 2, on or off")
    assert none.heads == "none"
    assert at_step(auxiliary, none, TWO).clicked("auxiliary head 1, on or off").heads == "first"


# The loss -------------------------------------------------------------------------------------------------------------


def test_the_worked_example() -> None:
    seen = step(LOSS)
    assert "2 + 0.3·3 + 0.3·4 = 2 + 0.9 + 1.2 = 4.1" in seen.more
    assert {"2", "0.3 × 3", "0.3 × 4", "0.9", "1.2", "L = 4.1"} <= set(seen.texts)


def test_what_a_head_adds_slides_from_its_plate_into_the_bar() -> None:
    plate = step(LOSS).named["loss of the auxiliary head 2"]
    assert isinstance(plate, Rect)
    tops = []
    for share in (0.63, 0.75, 1.0):
        piece = step(LOSS, share).named["auxiliary head 2 adds"]
        assert isinstance(piece, Rect)
        tops.append(piece.y)
    assert plate.y <= tops[0] < tops[1] <= tops[2]
    first, second = (step(LOSS).named[f"auxiliary head {index} adds"] for index in (1, 2))
    assert isinstance(first, Rect)
    assert isinstance(second, Rect)
    assert second.x == pytest.approx(first.x + first.width)
    assert second.width / first.width == pytest.approx(4 / 3)


@steadily
@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.sampled_from(list(HEADS)))
def test_the_whole_loss(main: int, first: int, second: int, heads: str) -> None:
    knobs = turned(Knobs(), heads=heads, losses=(((0,), main), ((1,), first), ((2,), second)))
    wanted = main + 0.3 * (first * ("aux1" in HEADS[heads]) + second * ("aux2" in HEADS[heads]))
    assert loss(knobs).total == pytest.approx(wanted)
    shown = at_step(auxiliary, knobs, LOSS).named["whole loss"].text  # type: ignore[union-attr]
    assert float(shown.removeprefix("L = ")) == pytest.approx(wanted, abs=0.006)


def test_losses_can_be_typed_over() -> None:
    knobs = step(LOSS).typed("loss of the auxiliary head 1", 10.0, None)
    assert loss(knobs).values == (2.0, 10.0, 4.0)
    assert "= 6.2." in at_step(auxiliary, knobs, LOSS).more
    assert step(LOSS).clicked("weight = 1").weight == 1.0


@pytest.mark.parametrize(("heads", "letters"), [("both", ("L_{1}", "L_{2}")), ("second", ("L_{2}",)), ("none", ())])
def test_the_formula_has_the_heads_that_are_there(heads: str, letters: tuple[str, ...]) -> None:
    formula = step(LOSS, heads=heads).named["formula"]
    assert isinstance(formula, Formula)
    assert tuple(letter for letter in ("L_{1}", "L_{2}") if letter.replace("{", "").replace("}", "")
                 in formula.tex.replace("{", "").replace("}", "")) == letters  # fmt: skip


# The pulses -----------------------------------------------------------------------------------------------------------


@steadily
@given(st.integers(1, 15), st.integers(0, 10))
def test_pulses_are_powers_of_the_factor(gain: int, weight: int) -> None:
    knobs = turned(Knobs(), gain=gain / 10, weight=weight / 10)
    found = pulses(knobs)
    for name, source in (("main", 9), ("aux1", 3), ("aux2", 6)):
        strength = 1.0 if name == "main" else weight / 10
        wanted = [strength * (gain / 10) ** (source - part) for part in range(source + 1)]
        assert found.get(name, ()) == (pytest.approx(wanted) if strength else ())


def test_what_arrives_behind_the_stem() -> None:
    seen = step(PULSES)
    assert "arrives 0.5⁹ + 0.3·0.5³ + 0.3·0.5⁶ = 0.00195 + 0.0375 + 0.00469 = 0.0441." in seen.more
    assert seen.named["arrived"].text == "0.0375 + 0.00469 + 0.00195  at the stem"  # type: ignore[union-attr]
    assert seen.value("from the auxiliary head 1, part 4") == pytest.approx(0.3)
    assert seen.value("from the auxiliary head 1, part 1") == pytest.approx(0.0375)
    assert sum(name.startswith("from the") for name in seen.named) == 10 + 4 + 7
    assert "arrives 0.5⁹ = 0.00195." in step(PULSES, heads="none").more
    assert step(PULSES, 0.1).named["arrived"].text == "0 at the stem"  # type: ignore[union-attr]


def test_the_first_side_heads_pulse_is_there_first() -> None:
    middle = step(PULSES, 0.45)
    places = [middle.named[f"pulse of the {name}"] for name in ("auxiliary head 1", "auxiliary head 2", "main head")]
    assert all(isinstance(place, Rect) for place in places)
    xs = [place.x for place in places if isinstance(place, Rect)]
    assert xs == sorted(xs)
    assert middle.clicked("gain = 1").gain == 1.0
    assert "no help is needed" in step(PULSES, gain=1.0).caption


# Trained nets ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nets", NETS)
def test_the_nets_name_the_run(nets: str) -> None:
    assert auxiliary.preset is not None
    knobs = turned(Knobs(), nets=nets)
    assert auxiliary.preset(knobs) == NETS[nets]
    assert plan(auxiliary, knobs) == plan(auxiliary, knobs, run_of(nets))
    seen = live(RIGHT, nets=nets)
    for index, contestant in enumerate(run_of(nets).plan.contestants):
        score = run_of(nets).validations[-1].scores[index]
        assert score is not None
        assert contestant.name in seen.texts
        assert seen.named[f"{contestant.name} now"].text == f"{100 * score.accuracy:.1f} %"  # type: ignore[union-attr]


def test_the_first_steps_norms_are_the_recordings() -> None:
    seen, run = live(BEGIN), run_of("weak start")
    for net, contestant in enumerate(run.plan.contestants):
        line = seen.named[f"{contestant.name}, weights"]
        assert isinstance(line, Path)
        assert len(line.points) == 21
        for kind in KINDS:
            norms = layer_norms(run, net, kind)
            assert norms.shape[1] == 21
    assert heads_behind(run.plan.contestants[1]) == (4, 8, 12, 16)
    assert sum(name.startswith("head behind") for name in seen.named) == 4
    assert seen.named["Alone at layer 1"].text == "1.3·10⁻⁸"  # type: ignore[union-attr]


def test_the_captions_hold() -> None:
    """From a weak start the heads are the rescue; where gradients are healthy they make no difference."""
    weak, healthy = run_of("weak start"), run_of("healthy")
    for kind in KINDS:
        norms = [layer_norms(weak, net, kind)[0, 0] for net in (0, 1)]
        assert norms[0] < 1e-6 < 1e-3 < norms[1]
    scores = [weak.validations[-1].scores, healthy.validations[-1].scores]
    accuracies = [[score.accuracy if score else np.nan for score in pair] for pair in scores]
    assert accuracies[0][1] > accuracies[0][0] + 0.4
    assert abs(accuracies[1][1] - accuracies[1][0]) < 0.02


def test_without_a_run_the_nets_can_still_be_chosen() -> None:
    seen = step(RACE)
    assert any("not recorded" in words for words in seen.texts)
    assert seen.clicked("nets = healthy").nets == "healthy"
