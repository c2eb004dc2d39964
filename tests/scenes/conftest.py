"""What tests of scenes share."""

from __future__ import annotations

import pytest

from desktop.theme import fonts


@pytest.fixture(scope="session")
def typeface(request: pytest.FixtureRequest) -> None:
    """Have the bundled typeface at hand. Asked for by name, `qapp` would make every test look for leaked windows."""
    request.getfixturevalue("qapp")
    fonts.load()
