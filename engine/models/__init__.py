"""Networks as torch modules: the lab's toys, and published ones under `architectures`.

May import `contract`.
"""
