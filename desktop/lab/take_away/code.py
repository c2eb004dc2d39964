"""PyTorch code of one contestant of a run: one file to read, with its data, its loop and the run's very settings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from string import Template
from textwrap import indent

import msgspec
import numpy as np

from desktop.lab.take_away.altering import Altering
from desktop.lab.take_away.network_code import NetworkCode
from desktop.runs.readings import beginning
from desktop.system.paths import sets_folder
from engine.contract.altering import chosen
from engine.contract.files import write_atomically
from engine.contract.pictures import source
from engine.contract.spec import (
    AUX_WEIGHT,
    REST,
    Altered,
    Contestant,
    Optimiser,
    RunSpec,
    ScheduleName,
    about,
    opened,
    train_count,
    validation_gap,
)
from engine.contract.spec.built.parts import Dropout, leaves
from engine.contract.spec.built.survey import survey
from engine.contract.spec.choices import Initialisation

_FILE = Template('''"""$name: a network of a race in Convoscope, as plain PyTorch.

It needs torch, numpy and the file $data_file beside it. Run it with: python $file
$notes"""

import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

$settings
SEED = $seed
LEARNING_RATE = $lr
BATCH = $batch
STEPS = $steps  # where the run ends, or None
EPOCHS = $epochs  # where the run ends, or None
CLASSES = $classes
$changes

class Net(nn.Module):
    """Maps pictures (batch, $shape) to logits (batch, $class_count)."""

    def __init__(self):
        super().__init__()
$made

    def forward(self, x):
$forward
        return x

$start
def load():
    """Return training pictures and classes, then validation pictures and classes, as networks saw them in the run."""
    data = np.load(Path(__file__).with_name("$data_file"))
    $seen

    def pictures(name):
        return torch.from_numpy(data[name]).float().sub_(mean).div_(deviation)

    def classes(name):
        return torch.from_numpy(data[name].astype(np.int64))

    return pictures("train_x"), classes("train_y"), pictures("validation_x"), classes("validation_y")

$schedule
def train(net, x, y$more):
    """Train the network, and yield the loss of each batch before its update."""
$loop$set_rate            logits = net(x[picked])
            loss = F.cross_entropy(logits, y[picked])
            total = loss$side
            optimiser.zero_grad()
            total.backward()
$clip            optimiser.step()
            step += 1
            yield loss.item()
$target        passes += 1

$trained
@torch.no_grad()
def accuracy(net, x, y):
    """Return the share of pictures whose class the network names."""
    was_training = net.training
    net.eval()
    right = (net(x).argmax(1) == y).float().mean().item()
    net.train(was_training)
    return right


def main():
    train_x, train_y, validation_x, validation_y = load()
$use_trained    net = make()
    for step, loss in enumerate(train(net, train_x, train_y$main_more), start=1):
        if step % 50 == 0:
            print(f"step {step}: loss {loss:.4f}")
    print(f"right on new pictures: {100 * accuracy(net, validation_x, validation_y):.1f} %")
    torch.save(net.state_dict(), Path(__file__).with_suffix(".pt"))


if __name__ == "__main__":
    main()
''')

_LOOP = Template("""\
    optimiser = $optimiser
    generator = torch.Generator().manual_seed(SEED)  # which pictures come when
    count, step, passes = len(x), 0, 0
    least = math.ceil(BATCH / $rest)  # a rest of fewer pictures is left out: they come elsewhere in the next order
    net.train()
    while True:
        order = torch.randperm(count, generator=generator)
        for first in range(0, max(0, count - least) + 1, BATCH):
            by_steps = step / STEPS if STEPS else 0.0
            by_epochs = (passes + first / count) / EPOCHS if EPOCHS else 0.0
            done = max(by_steps, by_epochs)
            if done > 1 - 1e-9:
                return
            picked = order[first : first + BATCH]
""")
_CHANGING_LOOP = Template("""\
    optimiser = $optimiser
    generator = torch.Generator().manual_seed(SEED)  # which pictures come when
    count, step, passes = len(x), 0, 0
    lr, batch, steps, epochs = LEARNING_RATE, BATCH, STEPS, EPOCHS
    net.train()
    while True:
        order = torch.randperm(count, generator=generator)
        first = 0
        while first < count:
            lr, batch, steps, epochs = CHANGES.get(step, (lr, batch, steps, epochs))
            by_steps = step / steps if steps else 0.0
            by_epochs = (passes + first / count) / epochs if epochs else 0.0
            done = max(by_steps, by_epochs)
            if done > 1 - 1e-9:
                return
            picked = order[first : first + batch]
            first += len(picked)
            if $rest * (count - first) < batch:
                first = count  # a rest of so few pictures is left out: they come elsewhere in the next order
""")
_SCHEDULE = '''
def rate(peak, done):
    """The learning rate when a share `done` of the run is behind: a linear warm-up, then a cosine down to 0."""
    if done < 0.15:
        return peak * max(done / 0.15, 0.01)
    return peak * 0.5 * (1 + math.cos(math.pi * (done - 0.15) / 0.85))

'''
_TRAINED = Template('''
def trained(net):
    """Give a network the weights that it had after step $step of its run."""
    from safetensors.torch import load_file  # pip install safetensors

    found = load_file(Path(__file__).with_name("$weights_file"))
    net.load_state_dict({**net.state_dict(), **found})
    return net

''')
_USE_TRAINED = Template("""    if "--trained" in sys.argv:
        right = 100 * accuracy(trained(make()), validation_x, validation_y)
        print(f"right on new pictures, with the weights after step $step: {right:.1f} %")
        return
""")
_DRAWN: dict[str, str] = {
    "he": 'nn.init.kaiming_normal_(part.weight, nonlinearity="relu")',
    "glorot": "nn.init.xavier_uniform_(part.weight)",
}


def code(
    contestant: Contestant, spec: RunSpec, file: str, trained: int | None = None, changes: Sequence[Altering] = ()
) -> str:
    """The code of a contestant of a run, as the text of a file of that name.

    With `trained`, a step of the run, it can use the weights of that step, which a file beside it holds. It trains with
    the `changes` that were made while the run went on.
    """
    data = about(spec.data)
    built = opened(contestant.network, data.shape)
    network = NetworkCode(built.parts, survey(built.parts, data.shape, len(data.classes)), len(data.classes))
    forward = (["self.side = []  # what side classifiers say"] if network.helped else []) + network.forward
    target = spec.stop.accuracy
    text = _FILE.substitute(
        name=_plain(contestant.name),
        file=file,
        data_file=data_file(file),
        notes=_weights_note(file, trained)
        + _notes(spec, any(isinstance(leaf, Dropout) for leaf in leaves(built.parts)), bool(changes)),
        settings=f"# The settings {'that the run began with' if changes else 'of the run'}.",
        seed=spec.seed,
        lr=repr(spec.lr),
        batch=spec.batch,
        steps=spec.stop.steps,
        epochs=spec.stop.epochs,
        classes=repr(data.classes),
        changes=_changes(changes),
        shape=", ".join(map(str, data.shape)),
        class_count=len(data.classes),
        made=indent("\n".join(network.made), " " * 8),
        forward=indent("\n".join(forward), " " * 8),
        start=_start(built.init, network.zeroed),
        seen=_seen(spec),
        schedule=_SCHEDULE if spec.schedule == "one-cycle" else "",
        loop=(_CHANGING_LOOP if changes else _LOOP).substitute(optimiser=_optimiser(spec.optimiser), rest=REST),
        set_rate=_set_rate(spec.schedule, bool(changes)),
        side=f" + sum({AUX_WEIGHT} * F.cross_entropy(each, y[picked]) for each in net.side)" if network.helped else "",
        clip=""
        if spec.clip_norm is None
        else _lines(f"nn.utils.clip_grad_norm_(net.parameters(), {spec.clip_norm:g})"),
        target="" if target is None else _target(spec, target),
        more="" if target is None else ", validation_x, validation_y",
        trained="" if trained is None else _TRAINED.substitute(step=trained, weights_file=weights_file(file)),
        use_trained="" if trained is None else _USE_TRAINED.substitute(step=trained),
        main_more="" if target is None else ", validation_x, validation_y",
    )
    for module in ("math", "sys"):
        text = text if f"{module}." in text else text.replace(f"import {module}\n", "", 1)
    return text


def write_pictures(spec: RunSpec, path: Path) -> None:
    """Write the pictures that the code of a run reads.

    Raises OSError, and `SpecError` where pictures of one's own are no longer there.
    """
    found = source(spec.data, sets_folder())
    classes = len(about(spec.data).classes)
    used, labels = chosen(found.train_y.astype(np.int64), classes, spec.altered, spec.seed)
    with write_atomically(path) as file:
        np.savez_compressed(
            file,
            train_x=found.train_x[used],
            train_y=labels.astype(np.uint8),
            validation_x=found.validation_x,
            validation_y=found.validation_y,
            mean=found.train_x.mean(),
            deviation=found.train_x.std() or 1.0,
        )


def data_file(file: str) -> str:
    """What the file with the pictures for a file of code is called, so that it takes no other file's place."""
    return f"{Path(file).stem}_pictures.npz"


def weights_file(file: str) -> str:
    """What the file with the weights for a file of code is called."""
    return f"{Path(file).stem}_weights.safetensors"


def file_name(contestant: Contestant, ending: str = ".py") -> str:
    """What the file of a contestant is called: letters that any system takes, and an ending."""
    return (re.sub(r"\W+", "_", contestant.name.lower(), flags=re.ASCII).strip("_") or "network") + ending


def _weights_note(file: str, trained: int | None) -> str:
    """What the code can do with weights."""
    if trained is None:
        return ""
    return (
        f"\nThe weights that it had after step {trained} of its run are in {weights_file(file)}, which the package\n"
        f"safetensors reads. `python {file} --trained` tells how well it does with them; to go on from them, call\n"
        "trained(make()) where main() calls make().\n"
    )


def _notes(spec: RunSpec, drops: bool, changed: bool) -> str:
    said = "\nThe same seed gives the weights and the batches of the run; sums are rounded in another order.\n"
    if changed:
        said += "Settings were changed while the run went on: CHANGES says when and how, and train() does the same.\n"
    if drops:
        said += "Dropout draws other numbers than in the run.\n"
    before, moves = _alterations(spec)
    if before:
        said += f"The pictures to train on are those of the run: {', '.join(before)}.\n"
    if moves:
        said += f"The run also moved its training pictures ({', '.join(moves)}); this does not.\n"
    if spec.origin is not None:
        said += f"The run began with {_plain(beginning(spec.origin))}; this begins afresh.\n"
    if spec.device != "cpu":
        said += f"The run used the device {spec.device}; this trains on the CPU.\n"
    return said


def _alterations(spec: RunSpec) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What was done to the pictures once before the run, and what each time that they were drawn."""
    classes, still = about(spec.data).classes, msgspec.structs.replace(spec.altered, raw=False)
    before = msgspec.structs.replace(still, shift=0, flip=False)
    moves = Altered(shift=still.shift, flip=still.flip)
    return before.words(classes), moves.words(classes)


def _seen(spec: RunSpec) -> str:
    """What is taken from pixels, and what they are divided by: for numbers as in the run, those of all its pictures."""
    if spec.altered.raw:
        return "mean, deviation = 0.0, 1.0  # raw pixels"
    if spec.altered.rare < 1 or spec.altered.share < 1:
        return 'mean, deviation = data["mean"].item(), data["deviation"].item()'
    return 'mean, deviation = data["train_x"].mean(), data["train_x"].std() or 1.0'


def _plain(name: str) -> str:
    """A name that can stand in a docstring."""
    return name.replace("\\", "/").replace('"', "'")


def _optimiser(optimiser: Optimiser) -> str:
    kind = {"sgd": "SGD", "momentum": "SGD", "adam": "Adam", "adamw": "AdamW"}[optimiser.name]
    said = f"torch.optim.{kind}(net.parameters(), lr=LEARNING_RATE"
    said += f", momentum={optimiser.momentum:g}" if optimiser.name == "momentum" else ""
    said += f", weight_decay={optimiser.weight_decay:g}" if optimiser.weight_decay or kind == "AdamW" else ""
    return said + ")"


def _changes(changes: Sequence[Altering]) -> str:
    """What was changed during the run, as a table."""
    if not changes:
        return ""
    rows = (f"    {each.step}: ({each.lr!r}, {each.batch}, {each.steps}, {each.epochs})," for each in changes)
    head = "# From the step after these on: learning rate, batch, and the steps or epochs where the run ends."
    return "\n".join(["", head, "CHANGES = {", *rows, "}", ""])


def _set_rate(schedule: ScheduleName, changed: bool) -> str:
    """How the learning rate of a step is set, where it isn't that of the optimiser."""
    peak = "lr" if changed else "LEARNING_RATE"
    if schedule == "one-cycle":
        return _lines(f'optimiser.param_groups[0]["lr"] = rate({peak}, done)')
    return _lines(f'optimiser.param_groups[0]["lr"] = {peak}') if changed else ""


def _start(init: Initialisation, zeroed: list[str]) -> str:
    """How weights start."""
    lines = [
        "",
        "def make():",
        '    """Return the network with its first weights."""',
        "    torch.manual_seed(SEED)",
        "    net = Net()",
    ]
    if init != "default":
        gain = f"nn.init.normal_(part.weight, std={init} / math.sqrt(part.weight[0].numel()))"
        lines += [
            "    for part in net.modules():",
            "        if isinstance(part, (nn.Conv2d, nn.Linear)):",
            f"            {_DRAWN.get(str(init), gain)}",
            "            if part.bias is not None:",
            "                nn.init.zeros_(part.bias)",
        ]
    if zeroed:
        lines += [
            "    for name, parameter in net.named_parameters():",
            f"        if name.startswith({tuple(zeroed)!r}):",
            "            nn.init.zeros_(parameter)",
        ]
    return "\n".join([*lines, "    return net", "", ""])


def _target(spec: RunSpec, target: float) -> str:
    length = spec.stop.steps or round((spec.stop.epochs or 0) * train_count(spec) / spec.batch)
    every = validation_gap(spec, length)
    said = (
        f"if step % {every} == 0 and accuracy(net, validation_x[:500], validation_y[:500]) >= {target:g}:\n    return"
    )
    return _lines(said)


def _lines(text: str) -> str:
    return indent(text, " " * 12) + "\n"
