"""Real engines for tests: started on this machine, in a temporary folder, stopped by their own process id."""
