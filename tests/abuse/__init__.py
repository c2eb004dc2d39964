"""Whatever can be done to the program, by chance: `python3 run.py abuse [NAME ...] [--minutes N] [--seed S]`.

Every module here that has a function `case(seed, place)` is a kind of abuse. It tries what `seed` says, always the same
for the same seed, in the empty folder `place`, and returns what it found wrong in one line, or None. An exception that
leaves it is a finding too, as are a crash and a hang: `runner` tries cases in a process of their own. A kind imports Qt
and the program inside its functions, since they are looked for by name before anything is loaded.
"""
