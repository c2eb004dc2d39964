"""The list of kept runs, which of them is opened, and which are laid over it.

Of the lab it may import `charts.overlays`.
"""
