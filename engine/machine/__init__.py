"""What this machine is to torch: its cores and devices, how many threads serve, which versions are here.

May import `models`, `data` and `contract`.
"""
