"""How much memory the activations of a network need: the most bytes that are alive at once while a picture passes."""

import weakref
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


def most_alive(module: nn.Module, x: Tensor) -> int:
    """Send a picture through a network, and return the most bytes of it and of what is made of it at any one time.

    Weights don't count, nor what torch needs within one operation.
    """
    watch = _Watch(module)
    watch.see([x])
    with watch:
        module(x)
    return watch.most


class _Watch(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Sees what every operation of torch gives, and until when somebody still has it."""

    def __init__(self, module: nn.Module) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._weights = {each.untyped_storage().data_ptr() for each in module.state_dict().values()}
        self._alive: dict[int, tuple[weakref.ref[torch.UntypedStorage], int]] = {}
        self.most = 0

    def see(self, values: Iterable[object]) -> None:
        """Count the memory of tensors that is not known yet."""
        for value in values:
            if not isinstance(value, Tensor):
                continue
            storage = value.untyped_storage()
            place = storage.data_ptr()
            if place not in self._weights and place not in self._alive:
                self._alive[place] = weakref.ref(storage, self._forgetting(place)), storage.nbytes()
        self.most = max(self.most, sum(size for _, size in self._alive.values()))

    def _forgetting(self, place: int) -> Callable[[object], None]:
        """What is called when nobody has the memory at a place any more."""

        def forget(_: object) -> None:
            del self._alive[place]

        return forget

    def __torch_dispatch__(
        self, func: Callable[..., Any], types: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None
    ) -> Any:
        given = func(*args, **(kwargs or {}))
        self.see(tree_leaves(given))
        return given
