"""Does an engine answer as the embedded index does? `python -m benchmarks.engines`."""
