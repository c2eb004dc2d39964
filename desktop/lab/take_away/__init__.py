"""What can be taken along of a run that is wanted: PyTorch code of a contestant, and the settings as a file."""
