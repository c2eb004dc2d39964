"""The looks of `tests.desktop.fake_runs` serve the tests of this room."""

from tests.desktop.fake_runs import looks

__all__ = ["looks"]
