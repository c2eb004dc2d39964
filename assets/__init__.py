"""Fonts, pictures, data sets, weights, recordings and lessons that ship, each with its licence.

This package holds data only; `path` is the one way in, so that nothing else needs to know where it lies. `version` is
here because windows and engine tell it, and all else that both know is the contract between them.
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return the path of a bundled file, for instance ``path("data", "digits.npz")``."""
    return ROOT.joinpath(*parts)


def version() -> str:
    """Return the version of this program."""
    from importlib import metadata  # which takes a while

    try:
        return metadata.version("convoscope")
    except metadata.PackageNotFoundError:
        import tomllib  # a checkout that was never installed says it in its own file

        with (ROOT.parent / "pyproject.toml").open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])
