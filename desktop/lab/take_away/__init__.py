"""What can be taken along: PyTorch code of a contestant, and the settings of a run as a file."""
