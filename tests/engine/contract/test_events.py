from engine.contract.events import ContestantInfo, Layer
from engine.contract.spec import SmallCNN


def test_the_layers_of_an_entrant_that_train_are_those_with_parameters() -> None:
    layers = (Layer("conv1", "conv", "", (8, 4, 4), 80, 9), Layer("relu1", "relu", "", (8, 4, 4), 0, 0))
    assert ContestantInfo("a", SmallCNN(), layers, 80, 9).trained == ("conv1",)
