"""What those call the layers of a network who have published the weights of it that ship."""

from __future__ import annotations

import json

import assets
from scenes.stage.data.networks import Network
from scenes.stage.data.published import LITE

NETWORKS = (LITE,)


def layers(net: Network) -> dict[str, str]:
    """The page that ships beside the weights says so."""
    found: dict[str, str] = json.loads(assets.path("published", f"{net.name}.names.json").read_text(encoding="utf-8"))
    return found
