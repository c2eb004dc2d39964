"""Networks as torch modules: the lab's toys, and published ones in `architectures`.

May import `contract`.
"""
