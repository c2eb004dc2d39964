from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from engine.contract.spec import Optimiser
from engine.training import optimisers

SHAPES = [(8, 1, 5, 5), (8,), (3, 4), (1,)]
TorchRule = Callable[[list[Tensor]], torch.optim.Optimizer]

RULES: dict[str, tuple[Optimiser, TorchRule]] = {
    "sgd": (Optimiser("sgd"), lambda p: torch.optim.SGD(p)),
    "sgd ignores momentum": (Optimiser("sgd", momentum=0.5), lambda p: torch.optim.SGD(p)),
    "sgd with decay": (Optimiser("sgd", weight_decay=0.1), lambda p: torch.optim.SGD(p, weight_decay=0.1)),
    "momentum": (Optimiser("momentum"), lambda p: torch.optim.SGD(p, momentum=0.9)),
    "momentum with decay": (
        Optimiser("momentum", 0.5, 0.01),
        lambda p: torch.optim.SGD(p, momentum=0.5, weight_decay=0.01),
    ),
    "adam": (Optimiser("adam"), lambda p: torch.optim.Adam(p)),
    "adam with decay": (Optimiser("adam", weight_decay=0.1), lambda p: torch.optim.Adam(p, weight_decay=0.1)),
    "adamw": (Optimiser("adamw"), lambda p: torch.optim.AdamW(p, weight_decay=0.0)),
    "adamw with decay": (Optimiser("adamw", weight_decay=0.1), lambda p: torch.optim.AdamW(p, weight_decay=0.1)),
}


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("channels_last", [False, True])
def test_update_rules_do_what_torch_does(name: str, channels_last: bool) -> None:
    wanted, torch_rule = RULES[name]
    generator = torch.Generator().manual_seed(1)
    ours = [torch.randn(shape, generator=generator) for shape in SHAPES]
    if channels_last:
        ours[0] = ours[0].contiguous(memory_format=torch.channels_last)
    theirs = [values.clone().requires_grad_() for values in ours]
    rule, reference = optimisers.make(wanted, ours), torch_rule(theirs)
    for lr in (0.1, 0.1, 0.02, 0.3, 1e-4):
        gradients = [torch.randn(shape, generator=generator) for shape in SHAPES]
        kept = [gradient.clone() for gradient in gradients]
        for parameter, gradient in zip(theirs, gradients, strict=True):
            parameter.grad = gradient.clone()
        reference.param_groups[0]["lr"] = lr
        reference.step()
        rule.step(gradients, lr)
        for mine, parameter in zip(ours, theirs, strict=True):
            torch.testing.assert_close(mine, parameter.detach(), rtol=1e-5, atol=1e-6)
        assert all(torch.equal(one, two) for one, two in zip(gradients, kept, strict=True))


@pytest.mark.parametrize("name", RULES)
def test_rows_at_rates_of_their_own_move_as_they_would_alone(name: str) -> None:
    """Also after some of them are gone."""
    wanted, _ = RULES[name]
    generator = torch.Generator().manual_seed(1)
    table, rates = torch.randn(3, 50, generator=generator), [0.1, 0.02, 3e-4]
    rows = [row.clone() for row in table]
    rule, own = optimisers.make(wanted, [table]), [optimisers.make(wanted, [row]) for row in rows]
    kept = [0, 1, 2]
    for step in range(6):
        if step == 3:
            table, kept = table[[0, 2]], [0, 2]
            rule.keep(kept, [table])
        gradient = torch.randn(3, 50, generator=generator)
        rule.step([gradient[kept]], [rates[row] for row in kept])
        for row in kept:
            own[row].step([gradient[row]], rates[row])
        assert all(torch.equal(moved, rows[row]) for moved, row in zip(table, kept, strict=True))


def test_parameters_in_one_row_are_what_they_were_and_move_with_it() -> None:
    parameters = [torch.nn.Parameter(torch.randn(shape)) for shape in SHAPES]
    parameters[0].data = parameters[0].data.contiguous(memory_format=torch.channels_last)
    before = [(each.detach().clone(), each.stride()) for each in parameters]
    row = optimisers.in_one_row(parameters)
    for parameter, (values, strides) in zip(parameters, before, strict=True):
        assert torch.equal(parameter, values)
        assert parameter.stride() == strides
        assert parameter.data_ptr() % 64 == row.data_ptr() % 64
    row.mul_(2)
    assert all(torch.equal(parameter, 2 * values) for parameter, (values, _) in zip(parameters, before, strict=True))
