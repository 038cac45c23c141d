"""How fast it is, as ratios within one run; nothing here passes or fails. `python -m tests.benchmarks`."""
