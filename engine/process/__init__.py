"""The engine as a program behind a pipe: inbox, threads, and what the system must be told before torch.

May import every room of the engine.
"""
