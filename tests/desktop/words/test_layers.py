from __future__ import annotations

from desktop.words.layers import LAYERS, by, layer_row
from scenes.stage.data.networks import network


def test_rows_have_exact_numbers_in_the_order_of_their_titles() -> None:
    found = network("resnet-18")
    rows = [dict(zip(LAYERS, layer_row(layer), strict=True)) for layer in found.layers]
    assert rows[0] == {
        "layer": "stem.conv1", "kind": "conv", "window": "7x7/2/3", "output": "64x112x112", "parameters": 9408,
        "MACs": 118013952, "r": "7", "j": "2", "reads": "input",
    }  # fmt: skip
    assert sum(int(row["MACs"]) for row in rows) == found.macs
    assert layer_row(found.layers[0], counted=False)[5] == "", "what isn't known is left empty"


def test_sizes_are_typed() -> None:
    assert by((3, 224, 224)) == "3x224x224"
