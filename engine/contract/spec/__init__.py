"""What a training run is, as plain data: the half of the contract that goes into the engine.

Nothing here imports torch, so the window can build, check, store and show a run without loading it.
"""

from engine.contract.spec.built.network import Built
from engine.contract.spec.built.opened import opened
from engine.contract.spec.choices import ACTIVATION_TITLES, ACTIVATIONS, Activation, Initialisation, Normalisation
from engine.contract.spec.data import DATA, DataName, DataSet
from engine.contract.spec.headed import AUX_WEIGHT, HeadedCNN, InceptionNet, InceptionWidths
from engine.contract.spec.networks import (
    ColourNet,
    ConvStack,
    DenseNet,
    Network,
    Shortcut,
    SmallCNN,
    StagedCNN,
    check_network,
    parameters,
)
from engine.contract.spec.presets import PRESETS, Preset, preset_of, source_of
from engine.contract.spec.refusal import SpecError
from engine.contract.spec.run import (
    BATCHES,
    CNN,
    DENSE,
    LEARNING_RATES,
    MAX_CONTESTANTS,
    MAX_EPOCHS,
    MAX_NAME,
    MAX_SEED,
    MAX_STEPS,
    MAX_THREADS,
    Contestant,
    Optimiser,
    OptimiserName,
    RunSpec,
    ScheduleName,
    StopAt,
    check,
    check_batch,
    check_lr,
    check_probe,
    check_stop,
)

__all__ = [
    "ACTIVATIONS",
    "ACTIVATION_TITLES",
    "AUX_WEIGHT",
    "BATCHES",
    "CNN",
    "DATA",
    "DENSE",
    "LEARNING_RATES",
    "MAX_CONTESTANTS",
    "MAX_EPOCHS",
    "MAX_NAME",
    "MAX_SEED",
    "MAX_STEPS",
    "MAX_THREADS",
    "PRESETS",
    "Activation",
    "Built",
    "ColourNet",
    "Contestant",
    "ConvStack",
    "DataName",
    "DataSet",
    "DenseNet",
    "HeadedCNN",
    "InceptionNet",
    "InceptionWidths",
    "Initialisation",
    "Network",
    "Normalisation",
    "Optimiser",
    "OptimiserName",
    "Preset",
    "RunSpec",
    "ScheduleName",
    "Shortcut",
    "SmallCNN",
    "SpecError",
    "StagedCNN",
    "StopAt",
    "check",
    "check_batch",
    "check_lr",
    "check_network",
    "check_probe",
    "check_stop",
    "opened",
    "parameters",
    "preset_of",
    "source_of",
]
