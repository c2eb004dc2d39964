"""The code that is taken away, run: the same first weights, the same losses, the same logits as the engine's."""

from __future__ import annotations

import ast
import sys
import types
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
import torch
from msgspec.structs import replace

from desktop.lab.take_away import code
from desktop.lab.take_away.altering import alterings
from desktop.lab.take_away.taken import Order, from_wire, to_wire
from desktop.lab.take_away.writer import carry_out
from desktop.runs import adapter
from engine.contract.events import Command, Event, SetBatch, SetLearningRate, SetProbe, SetStop, Started, Tick
from engine.contract.spec import (
    DATA,
    PRESETS,
    Altered,
    Built,
    Contestant,
    Network,
    Optimiser,
    Origin,
    RunSpec,
    ScheduleName,
    StopAt,
    train_count,
)
from engine.contract.spec.built import parts as p
from engine.data import data
from engine.models import networks
from engine.training.train import train
from scenes.stage.data.recording import Recording
from tests.desktop.lab.take_away.nets import order_of, preset_order, with_weights
from tests.engine.training.scripted import Script

ODD = Built(
    (
        p.Conv(6, 1, 2, 0),
        p.Activate("leaky-relu"),
        p.Residual((p.Conv(8, 3, 2, 1), p.BatchNorm()), "zeros", zero_start=True),
        p.Residual((p.Depthwise(5, 2, 2, False), p.Residual((p.Pointwise(8),), "projection")), "projection"),
        p.Lanes(((p.Pool("mean", 3, 1, 1),), (p.Pointwise(3), p.SqueezeExcite(2)), ())),
        p.SideClassifier(),
        p.Dropout(0.5),
        p.Flatten(),
        p.Dense(12, bias=False),
        p.Activate("gelu"),
        p.Dense(None),
    ),
    1.2,
)
RACE = PRESETS["race"].spec
NO_DROPS = Built(tuple(part for part in ODD.parts if not isinstance(part, p.Dropout)), 1.2)


def short(spec: RunSpec, contestant: Contestant, **changes: Any) -> RunSpec:
    return replace(spec, contestants=(contestant,), threads=1, **changes)


def taken(spec: RunSpec, folder: Path) -> types.ModuleType:
    path = folder / "net.py"
    carry_out(Order("code", spec.contestants[0], spec, str(path)))
    return loaded(path)


def loaded(path: Path) -> types.ModuleType:
    module = types.ModuleType("net")
    module.__dict__["__file__"] = str(path)
    exec(compile(path.read_text(encoding="utf-8"), path, "exec"), module.__dict__)
    return module


def paired(net: torch.nn.Module, other: torch.nn.Module) -> None:
    """Give a network the weights of another, in the order of the forward pass."""
    mine, theirs = net.state_dict(), other.state_dict()
    assert [each.shape for each in mine.values()] == [each.shape for each in theirs.values()]
    net.load_state_dict(dict(zip(mine, theirs.values(), strict=True)))


NETS = [(name, index) for name, preset in PRESETS.items() for index in range(len(preset.spec.contestants))]


@pytest.mark.parametrize(("name", "index"), NETS)
def test_the_code_of_every_preset_gives_the_logits_of_its_net(name: str, index: int, tmp_path: Path) -> None:
    spec = short(PRESETS[name].spec, PRESETS[name].spec.contestants[index])
    module = taken(spec, tmp_path)
    known = DATA[spec.data]
    net = networks.seeded(spec.contestants[0].network, known.shape, len(known.classes), spec.seed).eval()
    fresh = module.make().eval()
    x = data.load(spec.data).validation_x[:8]
    torch.testing.assert_close(fresh(x), net(x), atol=1e-6, rtol=1e-5)  # drawn alike
    other = networks.seeded(spec.contestants[0].network, known.shape, len(known.classes), 99).eval()
    paired(fresh, other)
    torch.testing.assert_close(fresh(x), other(x), atol=1e-6, rtol=1e-5)


RUNS = [
    short(RACE, RACE.contestants[1]),
    short(RACE, Contestant("odd", NO_DROPS), data="yellow", optimiser=Optimiser("momentum", weight_decay=0.01)),
    short(PRESETS["auxiliary"].spec, PRESETS["auxiliary"].spec.contestants[1], clip_norm=1.0, schedule="constant"),
    short(RACE, RACE.contestants[0], optimiser=Optimiser("adamw"), data="digits", stop=StopAt(steps=30, accuracy=0.99)),
    short(RACE, RACE.contestants[1], data="digits", altered=Altered(raw=True, rare=0.1, rare_class=2)),
    short(RACE, RACE.contestants[0], data="digits", altered=Altered(noise=0.3, share=0.5, rare=0.5)),
]


@pytest.mark.slow
@pytest.mark.parametrize("spec", RUNS)
def test_the_code_trains_as_the_run_did(spec: RunSpec, tmp_path: Path) -> None:
    module = taken(spec, tmp_path)
    train_x, train_y, validation_x, validation_y = module.load()
    held_out = (validation_x, validation_y) if spec.stop.accuracy else ()
    mine = list(islice(module.train(module.make(), train_x, train_y, *held_out), 10))
    ticks = (event for event in train(spec) if isinstance(event, Tick))
    theirs = [tick.results[0].loss for tick in islice(ticks, 10) if tick.results[0] is not None]
    assert mine == pytest.approx(theirs, rel=1e-4)
    assert mine[0] == pytest.approx(theirs[0], rel=1e-6)


CHANGES: list[tuple[int, Command]] = [
    (2, SetLearningRate(0.02)),
    (2, SetLearningRate(0.03)),
    (5, SetBatch(20)),
    (9, SetStop(StopAt(epochs=2.5))),
    (9, SetProbe(3)),
    (14, SetLearningRate(0.001)),
    (14, SetStop(StopAt(steps=24))),
]


def recorded(happened: Iterator[Event]) -> Recording:
    recording = adapter.begin(next(event for event in happened if isinstance(event, Started)))
    for event in happened:
        recording = adapter.add(recording, event)
    return recording


@pytest.mark.parametrize("schedule", ["one-cycle", "constant"])
@pytest.mark.parametrize("stop", [StopAt(steps=30), StopAt(epochs=3)])
def test_the_code_repeats_what_was_changed_during_the_run(schedule: ScheduleName, stop: StopAt, tmp_path: Path) -> None:
    spec = short(
        RACE, RACE.contestants[0], data="digits", altered=Altered(share=0.15), batch=48, schedule=schedule, stop=stop
    )
    recording = recorded(Script(*CHANGES).play(spec))
    changes = alterings(recording)
    assert [(each.step, each.lr, each.batch) for each in changes] == [
        (2, 0.03, 48), (5, 0.03, 20), (9, 0.03, 20), (14, 0.001, 20),
    ]  # fmt: skip
    assert (changes[2].epochs, changes[3].steps) == (2.5, 24)
    order = Order("code", spec.contestants[0], spec, str(tmp_path / "net.py"), None, changes)
    carry_out(from_wire(to_wire(order)))
    module = loaded(tmp_path / "net.py")
    x, y, *_ = module.load()
    theirs = recording.loss(0)
    mine = list(module.train(module.make(), x, y))
    assert len(mine) == len(theirs) == 24
    assert mine == pytest.approx(theirs, rel=1e-3)
    assert "Settings were changed while the run went on" in module.__doc__


def test_the_code_of_every_kind_of_part_runs(tmp_path: Path) -> None:
    module = taken(short(RACE, Contestant("odd", ODD)), tmp_path)
    net = networks.seeded(ODD, (1, 28, 28), 10, 1).eval()
    fresh = module.make().eval()
    x = data.load("animals").validation_x[:4]
    torch.testing.assert_close(fresh(x), net(x), atol=1e-6, rtol=1e-5)
    assert "Dropout draws other numbers" in module.__doc__
    assert not {"trained", "sys"} & set(vars(module)), "there are no weights beside it"


@pytest.mark.parametrize(
    "network", [RACE.contestants[1].network, PRESETS["inception"].spec.contestants[0].network, ODD]
)
def test_the_code_begins_with_the_weights_that_lie_beside_it(network: Network, tmp_path: Path) -> None:
    mine = Contestant("Mine", network)
    spec = short(RACE, mine)
    net = with_weights(network, spec.data)
    carry_out(order_of(net, mine, spec, "code", tmp_path / "net.py"))
    module = loaded(tmp_path / "net.py")
    x = data.load(spec.data).validation_x[:8]
    torch.testing.assert_close(module.trained(module.make()).eval()(x), net(x), atol=1e-5, rtol=1e-5)
    assert "weights that it had after step 240 of its run are in net_weights.safetensors" in module.__doc__


def test_the_code_tells_how_well_the_weights_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = short(RACE, RACE.contestants[1], data="digits")
    net = with_weights(spec.contestants[0].network, spec.data)
    carry_out(order_of(net, spec.contestants[0], spec, "code", tmp_path / "net.py"))
    monkeypatch.setattr(sys, "argv", ["net.py", "--trained"])
    loaded(tmp_path / "net.py").main()
    held_out = data.load("digits")
    right = (net(held_out.validation_x).argmax(1) == held_out.validation_y).float().mean().item()
    assert capsys.readouterr().out == f"right on new pictures, with the weights after step 240: {100 * right:.1f} %\n"


def test_weights_of_another_network_do_not_fit(tmp_path: Path) -> None:
    carry_out(preset_order("race", 0, "code", tmp_path / "net.py")[1])
    carry_out(preset_order("race", 1, "safetensors", tmp_path / "net_weights.safetensors")[1])
    module = loaded(tmp_path / "net.py")
    with pytest.raises(RuntimeError, match="Unexpected key"):
        module.trained(module.make())


@pytest.mark.slow
def test_a_small_rest_of_pictures_is_left_out_as_in_the_run(tmp_path: Path) -> None:
    spec = short(RACE, RACE.contestants[0], data="digits", stop=StopAt(epochs=2), altered=Altered(share=0.15), batch=64)
    assert train_count(spec) % spec.batch == 3
    module = taken(spec, tmp_path)
    x, y, *_ = module.load()
    mine = list(module.train(module.make(), x, y))
    ticks = [event for event in train(spec) if isinstance(event, Tick)]
    assert [tick.batch for tick in ticks] == [64] * 6
    assert ticks[-1].epoch == 2.0
    assert mine == pytest.approx([tick.results[0].loss for tick in ticks if tick.results[0]], rel=1e-3)


def test_a_run_ends_where_it_is_to_end(tmp_path: Path) -> None:
    spec = short(RACE, RACE.contestants[0], data="digits", stop=StopAt(epochs=0.1), batch=32)
    module = taken(spec, tmp_path)
    x, y, *_ = module.load()
    steps = sum(isinstance(event, Tick) for event in train(spec))
    assert len(list(module.train(module.make(), x, y))) == steps


def test_what_is_not_as_in_the_run_is_said() -> None:
    origin = Origin("key", "Mine", 240)
    altered = replace(RACE, altered=Altered(noise=0.2, flip=True), device="cuda", origin=origin)
    text = code.code(RACE.contestants[0], altered, "net.py")
    assert "The pictures to train on are those of the run: 20 % wrong labels." in text
    assert "The run also moved its training pictures (mirrored); this does not." in text
    assert "The run used the device cuda" in text
    assert "The run began with the weights of “Mine” after step 240; this begins afresh." in text


def test_names_do_no_harm() -> None:
    bad = Contestant('"""; import os # \\ ', RACE.contestants[1].network)
    tree = ast.parse(code.code(bad, RACE, code.file_name(bad)))
    assert isinstance(tree.body[0], ast.Expr)
    assert code.file_name(bad) == "import_os.py"
    assert code.file_name(Contestant("网络", RACE.contestants[1].network)) == "network.py"
