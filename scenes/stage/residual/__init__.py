"""What both residual scenes are drawn of: roads, blocks, and columns that travel.

May import `draw`, `core`, `data` and `numbers`; never `output`.
"""
