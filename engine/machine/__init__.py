"""What this machine is to torch: cores, devices, threads, versions.

May import `models`, `data` and `contract`.
"""
