"""Trains whole networks whose weights ship with scenes that show real activations, and stores them without pickle."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

import assets
from engine.contract.files import write_atomically
from engine.contract.pictures import Source, digits, held_out, translated24
from engine.contract.spec import DATA, HeadedCNN, Optimiser, StagedCNN
from engine.data.data import Batches
from engine.making import localising
from engine.models import builders
from engine.models.architectures.lenet import lenet5_modern
from engine.training import optimisers, schedule

ENLARGED = 3
"""By how much a digit of 8x8 is enlarged, to 24x24."""
BORDER = 4
"""The empty pixels around it, which make 32x32: as in the paper, the middle of C1's windows can reach every stroke."""


@dataclass(frozen=True)
class Recipe:
    """How a network learns; in every batch pictures move by up to `shift` pixels.

    `held_out` gives the places in the data set's file of what the validation pictures are made of, in their order.
    `measure` finds out what else is told of the network, before and after it has learned.
    """

    build: Callable[[], nn.Module]
    source: Callable[[], Source]
    held_out: Callable[[], list[int]]
    prepare: Callable[[NDArray[np.uint8]], Tensor]
    epochs: int
    lr: float
    batch: int = 32
    shift: int = 0
    seed: int = 1
    measure: Callable[[nn.Module], dict[str, float]] | None = None


def on_canvas(x: NDArray[np.uint8]) -> Tensor:
    """Bring digits uint8 (count, 1, 8, 8) to what LeNet-5 reads: float32 (count, 1, 32, 32), ink from 0 to 1.

    Repeating pixels and then taking means of as many as were repeated is linear interpolation.
    """
    large = ink(x).repeat_interleave(ENLARGED, dim=2).repeat_interleave(ENLARGED, dim=3)
    return functional.avg_pool2d(functional.pad(large, (BORDER,) * 4), ENLARGED, stride=1, padding=ENLARGED // 2)


def held_out_digits() -> list[int]:
    """Return the places in digits.npz of the digits that no network learns from."""
    return list(held_out("digits").tolist())


def ink(x: NDArray[np.uint8]) -> Tensor:
    """Bring pictures of bytes to float32, ink from 0 to 1."""
    return torch.from_numpy(x).float() / 255


GATED = StagedCNN(stem=8, widths=(16, 16, 32, 32), squeeze=4)
"""Half as wide as the net of the preset "gates"."""


def gated() -> nn.Module:
    """Return a small net whose stages end in gates, for digits anywhere on a canvas."""
    known = DATA["translated24"]
    return builders.build(GATED, known.shape, len(known.classes))


AVERAGED = HeadedCNN(pools=1)
"""One pooling only, so that its class activation maps are fine."""


def averaged() -> nn.Module:
    """Return a small net that ends in the mean of each map and a dense layer, for digits anywhere on a canvas."""
    known = DATA["translated24"]
    return builders.build(AVERAGED, known.shape, len(known.classes))


def found_digits(module: nn.Module) -> dict[str, float]:
    """Return how often class activation maps find digits on a canvas like those that were learned from."""
    return localising.shares(module, DATA["translated24"].shape[1], ink)


RECIPES = {
    "lenet-5-modern": Recipe(
        lenet5_modern, digits, held_out_digits, on_canvas, epochs=25, lr=4e-3, batch=16, shift=2, seed=3
    ),
    "gated-digits": Recipe(gated, translated24, held_out_digits, ink, epochs=4, lr=1e-2),
    "averaged-digits": Recipe(
        averaged, translated24, held_out_digits, ink, epochs=13, lr=3e-3, batch=64, measure=found_digits
    ),
}


class Trained(NamedTuple):
    """A trained network by names as float16, and what can be told about the training as JSON.

    Beside the parameters there are the means and variances that batch normalisation has in use.
    """

    arrays: dict[str, NDArray[np.float16]]
    facts: dict[str, Any]


def trained(recipe: Recipe, report: Callable[[str], None] = lambda _: None) -> Trained:
    """Train a network by a recipe; its accuracy is that of the stored, rounded weights on pictures it never learned."""
    torch.set_num_threads(1)
    source = recipe.source()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(recipe.seed)
        module = recipe.build()
        before = recipe.measure(module) if recipe.measure else {}
        _fit(module, recipe, recipe.prepare(source.train_x), _labels(source.train_y), report)
    arrays = {
        name: value.numpy().astype(np.float16)
        for name, value in module.state_dict().items()
        if value.is_floating_point()
    }
    rounded = {name: torch.from_numpy(array.astype(np.float32)) for name, array in arrays.items()}
    module.load_state_dict(rounded, strict=False)
    with torch.inference_mode():
        answers = module.eval()(recipe.prepare(source.validation_x)).argmax(1)
    facts = {
        "epochs": recipe.epochs,
        "lr": recipe.lr,
        "batch": recipe.batch,
        "shift": recipe.shift,
        "seed": recipe.seed,
        "validation_accuracy": round(float((answers == _labels(source.validation_y)).float().mean()), 4),
        "validation_count": len(source.validation_y),
        "held_out": recipe.held_out(),
    }
    if recipe.measure:
        facts["measured"] = {"untrained": before, "trained": recipe.measure(module)}
    return Trained(arrays, facts)


def _labels(y: NDArray[np.uint8]) -> Tensor:
    return torch.from_numpy(y.astype(np.int64))


def _fit(module: nn.Module, recipe: Recipe, x: Tensor, y: Tensor, report: Callable[[str], None]) -> None:
    """Minimise the cross-entropy with Adam, the learning rate rising once and falling to 0."""
    parameters = list(module.parameters())
    optimiser = optimisers.make(Optimiser("adam"), parameters)
    batches = Batches(len(x), recipe.seed)
    while batches.epoch < recipe.epochs:
        lr = schedule.learning_rate("one-cycle", recipe.lr, max(0.0, batches.epoch) / recipe.epochs)
        chosen = batches.next(recipe.batch)
        loss = functional.cross_entropy(module(_moved(x[chosen], recipe.shift)), y[chosen])
        optimiser.step(torch.autograd.grad(loss, parameters), lr)
        if batches.epoch % 10 == 0:
            report(f"epoch {batches.epoch:.0f}, loss {loss.item():.4f}")


def _moved(x: Tensor, most: int) -> Tensor:
    """Move each picture (count, channels, height, width) by up to `most` pixels each way; zeros come in."""
    if not most:
        return x
    padded = functional.pad(x, (most,) * 4)
    height, width = x.shape[2:]
    places = torch.randint(0, 2 * most + 1, (len(x), 2)).tolist()
    moved = [one[:, top : top + height, left : left + width] for one, (top, left) in zip(padded, places, strict=True)]
    return torch.stack(moved)


def write(into: Path | None = None) -> int:
    """Train every recipe and write weights NAME.npz and NAME.json, by default into assets/weights; return status 0."""
    folder = assets.path("weights") if into is None else into
    folder.mkdir(parents=True, exist_ok=True)
    versions = {"numpy": np.__version__, "torch": torch.__version__.partition("+")[0]}
    for name, recipe in RECIPES.items():
        found = trained(recipe, lambda line, name=name: print(f"{name}: {line}", file=sys.stderr))  # type: ignore[misc]
        with write_atomically(folder / f"{name}.npz") as stored, write_atomically(folder / f"{name}.json") as told:
            np.savez_compressed(stored, **found.arrays)  # type: ignore[arg-type]
            told.write((json.dumps(found.facts | {"versions": versions}) + "\n").encode())
    return 0
