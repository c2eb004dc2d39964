"""Networks built part by part: what is said of them without torch is what torch does; presets opened are the same."""

from itertools import islice

import hypothesis.strategies as st
import pytest
import torch
from hypothesis import given, settings

from engine.contract.spec import DATA, PRESETS, Built, opened, parameters
from engine.contract.spec.built import parts as p
from engine.contract.spec.built.survey import Survey, survey
from engine.data import data
from engine.models import networks
from engine.models.builders import build
from engine.models.layers import Dropout
from engine.training.train import train

KINDS = ("relu", "leaky-relu", "sigmoid", "tanh", "gelu")
sizes = st.integers(1, 5)
leaves = st.one_of(
    st.builds(p.Conv, st.integers(1, 9), sizes, st.integers(1, 3), st.integers(0, 2), st.booleans()),
    st.builds(p.Depthwise, sizes, st.integers(1, 3), st.integers(0, 2), st.booleans()),
    st.builds(p.Pointwise, st.integers(1, 9), st.integers(1, 3), st.booleans()),
    st.builds(p.Pool, st.sampled_from(("max", "mean")), st.integers(1, 3), st.integers(1, 3), st.integers(0, 1)),
    st.builds(p.BatchNorm),
    st.builds(p.Activate, st.sampled_from(KINDS)),
    st.builds(p.Dropout, st.sampled_from((0.0, 0.5))),
    st.builds(p.Dense, st.integers(1, 20), st.booleans()),
    st.builds(p.Flatten),
    st.builds(p.Mean),
    st.builds(p.SqueezeExcite, st.integers(1, 4)),
    st.builds(p.SideClassifier),
)
same = st.one_of(
    st.builds(p.BatchNorm),
    st.builds(p.Activate),
    st.builds(lambda side: p.Depthwise(side, 1, side // 2), st.sampled_from((1, 3, 5))),
    st.builds(lambda filters: p.Conv(filters), st.integers(1, 9)),
)
rows = st.lists(same, max_size=3).map(tuple)
brackets = st.one_of(
    st.builds(
        p.Residual,
        st.lists(st.one_of(leaves, same), max_size=4).map(tuple),
        st.sampled_from(("identity", "projection", "zeros")),
    ),
    st.builds(p.Lanes, st.lists(rows, min_size=2, max_size=3).map(tuple)),
)
nets = st.lists(st.one_of(leaves, same, brackets), max_size=7).map(tuple)
shapes = st.tuples(st.integers(1, 4), st.integers(1, 14), st.integers(1, 14))


def settled(parts: p.Parts, shape: tuple[int, int, int]) -> p.Parts | None:
    """The parts with the first cure of each refusal taken until there is none; None where no cure is offered."""
    for _ in range(60):
        found = survey(parts, shape, 10)
        if not found.refused:
            return parts
        place, refusal = found.refused[0]
        if not refusal.cures:
            return None
        parts = replaced(parts, place, refusal.cures[0].instead)
    raise AssertionError(f"cures of {parts} lead nowhere")


def replaced(parts: p.Parts, place: tuple[int, ...], instead: p.Parts) -> p.Parts:
    index, *rest = place
    if rest:
        rows = list(p.within(parts[index]))
        rows[rest[0]] = replaced(rows[rest[0]], tuple(rest[1:]), instead)
        instead = (p.with_within(parts[index], tuple(rows)),)
    return (*parts[:index], *instead, *parts[index + 1 :])


def as_torch_sees_it(parts: p.Parts, shape: tuple[int, int, int]) -> tuple[list[tuple[int, ...]], int, int]:
    """Shapes behind the parts of the outermost row, parameters and multiply-accumulates, on the meta device."""
    with torch.device("meta"):
        module = build(Built(parts), shape, 10)
        layers = networks.describe(module, shape)
        x, found = torch.zeros(1, *shape), []
        for part in module.eval():
            x = part(x)
            found.append(tuple(x.shape[1:]))
    return found, sum(layer.parameters for layer in layers), sum(layer.macs for layer in layers)


def outermost(found: Survey) -> list[tuple[int, ...] | None]:
    return [block.after for block in found.blocks if len(block.place) == 1]


@settings(max_examples=150, deadline=None)
@given(nets, shapes)
def test_shapes_parameters_and_work_are_torchs(parts: p.Parts, shape: tuple[int, int, int]) -> None:
    possible = settled(parts, shape)
    if possible is None:
        return
    found = survey(possible, shape, 10)
    assert (outermost(found), found.parameters, found.macs) == as_torch_sees_it(possible, shape)


@settings(max_examples=60, deadline=None)
@given(leaves, shapes)
def test_a_leaf_that_is_not_refused_can_be_built(leaf: p.Leaf, shape: tuple[int, int, int]) -> None:
    found = survey((leaf,), shape, 10)
    if not any(each.place == (0,) and found.at((0,)).after is None for each in found.refused):
        as_torch_sees_it((leaf,), shape)  # does not raise


ALL = [(name, index) for name, preset in PRESETS.items() for index in range(len(preset.spec.contestants))]


@pytest.mark.parametrize(("name", "index"), ALL)
def test_every_preset_opens_as_the_same_net_with_the_same_first_weights(name: str, index: int) -> None:
    spec = PRESETS[name].spec
    network, shape = spec.contestants[index].network, DATA[spec.data].shape
    classes = len(DATA[spec.data].classes)
    built = opened(network, shape)
    built.check(shape, classes)
    assert parameters(built, spec.data) == parameters(network, spec.data)
    one, other = (networks.seeded(each, shape, classes, seed=3) for each in (network, built))
    for mine, theirs in zip(one.parameters(), other.parameters(), strict=True):
        assert torch.equal(mine, theirs)
    x = data.load(spec.data).validation_x[:3]
    assert torch.equal(one.eval()(x), other.eval()(x))


def test_layers_of_a_small_cnn_keep_their_names() -> None:
    network, shape = PRESETS["race"].spec.contestants[1].network, DATA["animals"].shape
    names = [tuple(dict(build(each, shape, 10).named_parameters())) for each in (network, opened(network, shape))]
    assert names[0] == names[1]


def test_dropout_depends_on_the_seed_alone_and_rests_in_use() -> None:
    x = torch.ones(40, 50)
    first, second = Dropout(0.25, 7), Dropout(0.25, 7)
    y = first(x)
    torch.rand(3)  # somebody else draws
    assert torch.equal(y, second(x))
    assert (y == 0).float().mean().item() == pytest.approx(0.25, abs=0.03)
    assert y.max().item() == pytest.approx(1 / 0.75)
    assert torch.equal(first.eval()(x), x)


@pytest.mark.slow
def test_a_built_race_has_the_losses_of_the_race_with_names() -> None:
    from msgspec.structs import replace

    from engine.contract.events import Tick

    spec = replace(PRESETS["race"].spec, threads=1)
    shape = DATA[spec.data].shape
    built = replace(spec, contestants=tuple(replace(c, network=opened(c.network, shape)) for c in spec.contestants))

    def losses(wanted: object) -> list[tuple[float, ...]]:
        ticks = (event for event in train(wanted) if isinstance(event, Tick))  # type: ignore[arg-type]
        return [tuple(result.loss for result in tick.results if result) for tick in islice(ticks, 5)]

    assert losses(spec) == losses(built)
