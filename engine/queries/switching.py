"""What a network still gets right while a unit of it is switched off: the unit is set to 0 behind its layer."""

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from engine.contract.questions import SwitchedOff, SwitchOff
from engine.contract.spec import about
from engine.models.networks import Trained
from engine.queries import units
from engine.queries.work import QuestionError, Work


def switched_off(question: SwitchOff, net: Trained) -> Work:
    """Switch units off one after the other; raises `QuestionError` where there is no such unit or no picture."""
    if question.pictures < 1:
        raise QuestionError("The network is asked about one picture at least.")
    part, _ = units.layer_of(net, question.layer, *question.units)
    return Work(1 + len(question.units), _steps(question, net.module, part, net))


def _steps(question: SwitchOff, module: nn.Module, part: nn.Module, net: Trained) -> Iterator[SwitchedOff | None]:
    split, device = units.pictures_of(question.spec, net), units.device_of(module)
    x, y = split.validation_x[: question.pictures], split.validation_y[: question.pictures]
    classes = len(about(question.spec.data).classes)
    of = tuple(torch.bincount(y, minlength=classes).tolist())
    for unit in (None, *question.units):
        right = torch.zeros(classes, dtype=torch.int64)
        done = 0
        for pictures in units.cut(x):
            labels = y[done : done + len(pictures)]
            said = _said(module, part, unit, pictures.to(device)).cpu()
            right += torch.bincount(labels[said == labels], minlength=classes)
            done += len(pictures)
            yield None
        yield SwitchedOff(unit, tuple(right.tolist()), of)


@torch.inference_mode()
def _said(module: nn.Module, part: nn.Module, unit: int | None, x: Tensor) -> Tensor:
    """Return the classes (count,) that a network says of pictures while a unit is 0."""

    def without(output: Tensor) -> Tensor:
        if unit is None:
            return output
        output = output.clone()  # a layer may pass on what others see, too
        output[:, unit] = 0
        return output

    with units.hooked(part, without):
        said: Tensor = module(x).argmax(1)
    return said
