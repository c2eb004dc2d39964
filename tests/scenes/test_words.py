"""What is true of the words of all scenes: grammar, one form for sources, and nothing that our own catalogue denies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from engine.contract.spec import PRESETS
from scenes.stage.core.catalogue import Scene, catalogue, plan, render
from scenes.stage.core.knobs import Knob, KnobError, Knobs, change, knobs_of
from scenes.stage.core.marks import Text
from scenes.stage.core.timeline import boundaries

SCENES = catalogue().scenes
ONE_OF_MANY = re.compile(r"(?<![\d.,×·=–−-])(?<!× )(?<!stage )\b1 ([a-z]+s)\b")
NO_PLURALS = {"is", "has", "goes", "leaves", "keeps", "passes", "lets", "weakens", "times", "gives", "needs", "does"}
"""Words that may follow a 1 though they end like a plural."""


def extremes(form: Knob) -> tuple[object, ...]:
    if form.kind in ("integer", "real"):
        return form.low, form.high
    return form.choices if form.kind == "choice" else ()


@cache
def settings(scene: Scene) -> tuple[Knobs, ...]:
    """The scene as it begins, and with each knob by itself at its ends."""
    start = scene.knobs()
    found = [start]
    for form in knobs_of(start):
        for value in extremes(form):
            try:
                found.append(change(start, form.name, value))
            except KnobError:
                continue
    return tuple(found)


def said(scene: Scene) -> Iterator[str]:
    """All captions, and what stands on the stage at the ends of steps."""
    for knobs in settings(scene):
        steps = plan(scene, knobs)
        for step, end in zip(steps, boundaries(steps), strict=True):
            yield step.title
            yield step.caption
            yield from (each.mark.text for each in render(scene, knobs, end).placed() if isinstance(each.mark, Text))


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_one_thing_is_never_told_in_the_plural(scene: Scene) -> None:
    found = {text for text in said(scene) for match in ONE_OF_MANY.finditer(text) if match[1] not in NO_PLURALS}
    assert not found


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_what_lies_over_a_choice_is_cleared_with_it(scene: Scene) -> None:
    """A knob is "edited" as long as numbers changed by hand lie over what it chose: choosing again takes them away."""
    start = scene.knobs()
    names = {form.name for form in knobs_of(start)}
    for form in knobs_of(start):
        for name, word in form.over:
            assert name in names
            changed = replace(start, **{name: (((0, 0, 0, 0), 1.0),)})
            assert form.changed(start) == ""
            assert form.changed(changed) == word
            assert form.changed(changed.follow(form.name)) == ""


def sources() -> Iterator[tuple[str, str]]:
    """Everything that is said to be from somebody: under the scenes, and under the runs of the lab."""
    for scene in SCENES:
        yield from ((scene.name, source) for source in scene.sources)
    yield from ((name, preset.source) for name, preset in PRESETS.items() if preset.source)


def test_sources_name_venue_and_year_in_one_form() -> None:
    """Title (CVPR 2016): not CVPR (2016), not one paper in two years, and no number of a preprint where it came out."""
    for where, source in sources():
        assert not re.search(r"\b[A-Z]{3,}s?,? \(\d{4}\)", source), where
        assert "arXiv 1312" not in source, where
        for title, year in (("residual learning", "CVPR 2016"), ("Network in network", "ICLR 2014"),
                            ("Going deeper", "CVPR 2015"), ("Rethinking the Inception", "CVPR 2016"),
                            ("EfficientNet: ", "ICML 2019"), ("MobileNetV2", "CVPR 2018")):  # fmt: skip
            if title.lower() in source.lower():
                assert year in source, where
    quoted = {text for scene in SCENES for text in said(scene)} | {source for _, source in sources()}
    assert not [
        text for text in quoted if re.search(r"He et al\.,? \(?2015|Szegedy et al\. 20|Hu et al\. \(?2018", text)
    ]


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ("activation", "Krizhevsky: Convolutional deep belief networks on CIFAR-10 (2010): ReLU6"),
        ("activation", "MobileNetV2 (CVPR 2018), section 4"),
        ("receptive", "Luo, Li, Urtasun, Zemel"),
        ("softmax", "Hinton, Vinyals, Dean: Distilling the knowledge in a neural network (2015)"),
        ("softmax", "Guo, Pleiss, Sun, Weinberger: On calibration of modern neural networks (ICML 2017)"),
        ("pointwise", "Going deeper with convolutions (CVPR 2015), section 4"),
        ("pointwise", "“Is anything yellow?”: our own example"),
        ("convolution", "A guide to convolution arithmetic for deep learning (2016), sections 1, 2 and 5.1"),
        ("padding", "A guide to convolution arithmetic for deep learning (2016), sections 2 and 5"),
        ("padding", "PyTorch 2.13: torch.nn.Conv2d"),
        ("gates", "the same in the journal (TPAMI 2020, arXiv 1709.01507)"),
        ("residual", "Identity mappings in deep residual networks (ECCV 2016)"),
        ("residual_backward", "A mean field theory of batch normalization (ICLR 2019)"),
        ("degradation", "A mean field theory of batch normalization (ICLR 2019)"),
        ("depthwise", "sections 3.1 to 3.4, figure 3"),
        ("lenet", "Neocognitron (Biological Cybernetics 1980)"),
    ],
)
def test_who_described_it_is_named(scene: str, words: str) -> None:
    assert any(words in source for source in catalogue().find(scene).sources)


def test_the_yellow_task_is_our_own() -> None:
    assert PRESETS["yellow"].source == ""


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ("pointwise", "a matrix loses nothing if its columns are linearly independent"),
        ("softmax", "Multiplying all of them by a number above 1 does, whether the answer is right or wrong."),
        ("tradeoff", "VGG-16 (71.5 %), both as the MobileNet paper quotes them. VGG's own paper has 74.4 %"),
        ("lenet", "trained convolutional networks by backpropagation from 1989 on"),
        ("gap", "In Network in Network, and in SqueezeNet after it, the means are the logits."),
        ("vanishing", "below about 10⁻⁴⁵ is rounded to 0"),
    ],
)
def test_what_is_commonly_mistaken_is_put_right_exactly(scene: str, words: str) -> None:
    assert any(words in told for told in catalogue().find(scene).mistaken)


@pytest.mark.parametrize(
    ("scene", "step", "words"),
    [
        ("softmax", "One step downhill", "Training moves weights, not logits. But were the logits moved by −1 times"),
        ("residual", "ReLU after the sum", "pre-activation blocks"),
        ("lenet", "Two networks, one name", "batch normalisation behind each convolution, which then needs no bias"),
        ("scaling", "B0 to B7", "The released factors are rounded: width and picture follow the powers of one φ"),
        ("projection", "The bottleneck block", "In ResNet-50, -101 and -152, a 1×1 convolution reduces 256"),
        (
            "channels",
            "The channels slide apart",
            "A picture is a block of numbers, channels × height × width: 3 × 3 × 3",
        ),
        ("gates", "In ResNet-50", "They cost 9.9 % more parameters"),
    ],
)
def test_what_steps_say_is_exact(scene: str, step: str, words: str) -> None:
    found = catalogue().find(scene)
    said = next(each for each in plan(found, found.knobs()) if each.title.startswith(step))
    assert words in f"{said.caption} {said.more}"


def test_grammar_for_one() -> None:
    def caption(scene: str, step: str, **turns: object) -> str:
        found = catalogue().find(scene)
        knobs = found.knobs()
        for name, value in turns.items():
            knobs = change(knobs, name, value)
        return next(each.caption for each in plan(found, knobs) if each.title.startswith(step))

    assert "The only output is a weighted sum of all 3 inputs" in caption("dense", "Every input", inputs=3)
    layer = change(catalogue().find("channels").knobs(), "real_filters", "1")
    said = next(each for each in plan(catalogue().find("channels"), layer) if each.title == "A layer of real size")
    assert said.caption == "This layer makes 1 map with 1 filter."
    assert "1 filter of 11×11×3 makes 1 map of 55 × 55" in said.more
    assert caption("convolution", "One window", size=1) == "The kernel looks at 1 cell at a time."
    one = plan(catalogue().find("convolution"), change(catalogue().find("convolution").knobs(), "size", 1))
    assert one[1].more.startswith("It has one weight for the value under it. Training finds it.")
    assert any("There is 1 product, one for each weight." in step.more for step in one)
    assert caption("convolution", "Slide", stride=3).startswith("There is room for one window only")
    assert caption("scaling", "From B0", model="B0").startswith("B0 is where it begins")
    assert caption("scaling", "From B0", model="B1") == "Each stage of B0 becomes deeper, and B1 is built."
    narrow = plan(catalogue().find("projection"), change(catalogue().find("projection").knobs(), "width", "16"))
    assert any(each.more.startswith("Built like those of ResNet-50,") for each in narrow)


def test_what_a_changed_network_reads_right_is_not_told_of_it() -> None:
    lenet = catalogue().find("lenet")
    changed = replace(lenet.knobs(), weights=(((0, 0, 0, 0), 1.0),))
    answer = next(each.more for each in plan(lenet, changed) if each.title == "The answer")
    assert answer.endswith("Before its weights were changed by hand, it read 99.4 % of 500 new digits right.")
