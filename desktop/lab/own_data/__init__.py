"""Pictures of the user's own in the lab: bringing them in, and seeing what of them is stored.

Reads and keeps them by `desktop.sets`.
"""
