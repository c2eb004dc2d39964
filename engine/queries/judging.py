"""What a network says of many pictures, some of them at a time."""

from collections.abc import Iterator

import torch

from engine.contract.edge import JudgeAll, Judged
from engine.models import inside
from engine.models.networks import Trained
from engine.queries import units
from engine.queries.work import QuestionError, Work


def judged(question: JudgeAll, net: Trained) -> Work:
    """Send pictures through a network; raises `QuestionError` where they don't fit it."""
    given = question.pictures
    if given.dtype != "uint8" or given.shape[1:] != tuple(net.shape) or not given.shape[0]:
        wanted = "×".join(map(str, net.shape))
        raise QuestionError(f"This network is judged on pictures of {wanted} bytes, one at least; these are others.")
    parts = units.cut(torch.from_numpy(given.numpy().copy()))
    return Work(len(parts), _steps(parts, net))


def _steps(parts: tuple[torch.Tensor, ...], net: Trained) -> Iterator[Judged]:
    module, device = net.module.eval(), units.device_of(net.module)
    first = 0
    for pictures in parts:
        with torch.inference_mode():
            logits = module(net.seen(pictures.float()).to(device))
        yield Judged(first, inside.array(logits))
        first += len(pictures)
