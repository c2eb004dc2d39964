"""Which versions of Convoscope and of what the engine stands on are here. Nothing here imports torch."""

import platform
from importlib import metadata

import assets

PACKAGES = ("torch", "numpy", "msgspec")


def found() -> dict[str, str]:
    """Return the versions of Convoscope, of Python and of what the engine stands on, without importing the latter."""
    here = {"convoscope": assets.version(), "python": platform.python_version()}
    for package in PACKAGES:
        try:
            here[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return here
