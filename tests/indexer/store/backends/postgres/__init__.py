"""What is PostgreSQL alone: refusals, rights, lost connections, a publish that is killed."""
