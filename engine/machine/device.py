"""Which devices there are, and one clear sentence for those that there aren't."""

import torch

from engine.contract.edge.timing import cores
from engine.contract.events import Device


class DeviceError(RuntimeError):
    """A device that can't be used; the text is one sentence for the user."""


def _cpu() -> Device:
    """Return what there is to say about the processor."""
    count = cores()
    return Device("cpu", f"{count} {'core' if count == 1 else 'cores'}", available=True)


def _cuda() -> Device:
    """Return what there is to say about NVIDIA cards."""
    if torch.cuda.is_available():
        return Device("cuda", torch.cuda.get_device_name(0), available=True)
    if torch.version.cuda is not None:
        reason = "No NVIDIA card with a working driver was found on this machine; train on the CPU."
    else:
        reason = "This copy of PyTorch was built without CUDA; install a CUDA build of it or train on the CPU."
    return Device("cuda", "NVIDIA card", available=False, reason=reason)


def _mps() -> Device:
    """Return what there is to say about Apple's graphics processors."""
    if torch.backends.mps.is_available():
        return Device("mps", "Apple graphics processor", available=True)
    reason = "There is no Apple graphics processor that PyTorch can use on this machine; train on the CPU."
    return Device("mps", "Apple graphics processor", available=False, reason=reason)


def devices() -> tuple[Device, ...]:
    """Return every device that a run can name, those that are missing with the reason."""
    return _cpu(), _cuda(), _mps()


def find(name: str) -> torch.device:
    """Return the torch device of that name ("cpu", "cuda", "cuda:1", "mps"); raises `DeviceError` if it isn't there."""
    kind, _, number = name.partition(":")
    device = next((device for device in devices() if device.name == kind), None)
    if device is None:
        raise DeviceError(f"There is no device {name!r}; choose cpu, cuda or mps.")
    if not device.available:
        raise DeviceError(device.reason)
    if kind == "cuda" and number and int(number) >= torch.cuda.device_count():
        count = torch.cuda.device_count()
        raise DeviceError(f"There is no device {name}; this machine has {count}, counted from cuda:0.")
    return torch.device(name)


def finish_work(device: torch.device) -> None:
    """Wait until a device has done all that it was asked to, so that time can be measured."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()
