"""Where a network looks: which places of a picture its answer depends on.

By slopes: of a logit over the pixels, also smoothed under noise, or over the maps of a layer (Grad-CAM). By covering:
a grey square lies on a part of the picture, and the network answers anew.
"""

import time
from collections.abc import Iterator

import torch
from torch import Tensor, nn

from engine.contract.questions import Cover, Covered, Explain, Explained
from engine.models import inside, networks
from engine.models.networks import Trained
from engine.queries.work import QuestionError, Work

WHITE = 255
SAMPLES, SPREAD = 25, 0.15
"""So many noisy pictures are averaged; the noise deviates by such a share of the picture's own range."""
MOST_PLACES = 1024
"""At so many places a picture is covered in one go."""
IN_ONE_PASS = 320_000
"""Of so many numbers at most are the pictures that go through a network together, or it would take too much memory."""
AT_ONCE = 0.04
"""A long answer looks up about after so many seconds."""
NO_MAPS = "{} gives no maps, so Grad-CAM has nothing to weigh; choose a convolution or what follows it."


def explained(question: Explain, net: Trained, x: Tensor) -> Iterator[Explained | None]:
    """Explain what a network says of a picture `x` (1, channels, height, width), as it sees it.

    Raises `QuestionError` where the class or the layer isn't there.
    """
    with networks.in_use(net.module), torch.enable_grad():
        if question.lens == "grad-cam":
            yield _weighed(question, net.module, x)
        else:
            yield from _slopes(question, net, x)


def _slopes(question: Explain, net: Trained, x: Tensor) -> Iterator[Explained | None]:
    seen = x.clone() if question.lens == "gradient" else _noisy(x)
    total = torch.zeros_like(x[0])
    at_once = _pictures_in_a_pass(x)
    for first in range(0, len(seen), at_once):
        some = seen[first : first + at_once].requires_grad_()
        logits = net.module(some)
        (slope,) = torch.autograd.grad(_explained(logits, question).sum(), some)
        total += slope.sum(0)
        yield None
    bare = logits if question.lens == "gradient" else net.module(x)
    yield Explained(inside.array(net.per_pixel(total / len(seen) * WHITE)), inside.array(bare[0]))


def _pictures_in_a_pass(x: Tensor) -> int:
    return max(1, IN_ONE_PASS // x.numel())


def _noisy(x: Tensor) -> Tensor:
    """The picture under noise, `SAMPLES` times, always the same noise."""
    noise = torch.randn((SAMPLES, *x.shape[1:]), generator=torch.Generator().manual_seed(0)).to(x.device)
    return x + SPREAD * (x.max() - x.min()) * noise


def _weighed(question: Explain, module: nn.Module, x: Tensor) -> Explained:
    """Grad-CAM: the positive part of the sum of a layer's maps, each times its mean slope."""
    layer = networks.leaves(module).get(question.layer)
    if layer is None:
        raise QuestionError(f"This network has no layer {question.layer!r}; choose one of its own.")
    given: list[Tensor] = []
    hook = layer.register_forward_hook(lambda _module, _inputs, output: given.append(output))
    try:
        logits = module(x.clone().requires_grad_())
    finally:
        hook.remove()
    maps = given[0]
    if maps.ndim != 4:
        raise QuestionError(NO_MAPS.format(question.layer))
    (slope,) = torch.autograd.grad(_explained(logits, question).sum(), maps, allow_unused=True)
    weights = torch.zeros_like(maps) if slope is None else slope
    seen = (weights.mean((2, 3), keepdim=True) * maps).sum(1).relu()
    return Explained(inside.array(seen), inside.array(logits[0]))


def _explained(logits: Tensor, question: Explain) -> Tensor:
    """What is explained of each picture (pictures,)."""
    classes = [question.of] if question.against is None else [question.of, question.against]
    if not all(0 <= each < logits.shape[1] for each in classes):
        raise QuestionError(f"This network tells {logits.shape[1]} classes apart; choose one of them.")
    return logits[:, classes[0]] - (logits[:, classes[1]] if len(classes) > 1 else 0)


def covered(question: Cover, net: Trained, x: Tensor) -> Iterator[Covered]:
    """Cover a picture `x` (1, channels, height, width) at all places in one go; raises `QuestionError` if it can't."""
    _require_possible(question, x)
    if len(question.tops) * len(question.lefts) > MOST_PLACES:
        raise QuestionError(f"At most {MOST_PLACES} places can be covered in one go; ask for them row by row.")
    places = [(top, left) for top in question.tops for left in question.lefts]
    with networks.in_use(net.module), torch.inference_mode():
        some = _pictures_in_a_pass(x)
        found = [
            net.module(_under_squares(question, net, x, places[first : first + some]))
            for first in range(0, len(places), some)
        ]
        bare = net.module(x)[0]
    rows = torch.cat(found).reshape(len(question.tops), len(question.lefts), -1)
    yield Covered(0, inside.array(rows), inside.array(bare))


def covered_by_rows(question: Cover, net: Trained, x: Tensor) -> Work:
    """Cover a picture row by row, with a network that is nobody else's; raises `QuestionError` where it can't be."""
    _require_possible(question, x)
    return Work(len(question.tops), _rows(question, net, x))


def _rows(question: Cover, net: Trained, x: Tensor) -> Iterator[Covered | None]:
    module, at_once = net.module.eval(), 1
    with torch.inference_mode():
        bare = inside.array(module(x)[0])
    for row, top in enumerate(question.tops):
        found: list[Tensor] = []
        waiting = [(top, left) for left in question.lefts]
        while waiting:
            yield None
            begun = time.perf_counter()
            with torch.inference_mode():
                found.append(module(_under_squares(question, net, x, waiting[:at_once])))
            waiting = waiting[at_once:]
            if time.perf_counter() - begun < AT_ONCE / 2:
                at_once *= 2
        yield Covered(row, inside.array(torch.cat(found)[None]), bare)


def _under_squares(question: Cover, net: Trained, x: Tensor, places: list[tuple[int, int]]) -> Tensor:
    """The picture with the square at each of some places, (places, channels, height, width)."""
    pictures = x.repeat(len(places), 1, 1, 1)
    grey = net.seen(torch.full_like(x[0, :, :1, :1], question.grey))
    for picture, (top, left) in zip(pictures, places, strict=True):
        picture[:, top : top + question.side, left : left + question.side] = grey
    return pictures


def _require_possible(question: Cover, x: Tensor) -> None:
    ends = zip((question.tops, question.lefts), x.shape[2:], strict=True)
    if question.side < 1 or not all(
        corners and min(corners) >= 0 and max(corners) + question.side <= length for corners, length in ends
    ):
        raise QuestionError("The square has to lie on the picture as a whole; choose other places, or a smaller one.")
