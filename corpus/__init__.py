"""Sample reports of fictional authorities, the script that makes them, and tables of facts."""
