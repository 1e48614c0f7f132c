"""What differs on Windows and macOS, as far as it can be shown on Linux."""
