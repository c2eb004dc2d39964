"""The sentence for an extra that is missing (that of an installed copy: tests/test_packaging.py)."""

from __future__ import annotations

from desktop.system.extras import missing


def test_a_checkout_names_its_own_command() -> None:
    assert missing("film", "A video") == "A video needs the extra film: install it with `python3 run.py get film`."
