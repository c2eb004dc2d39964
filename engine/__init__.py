"""Everything torch, as a program of its own: `python -m engine`."""
