"""Benchmarks: ratios measured in one run, printed as JSON by `python3 run.py bench`."""
