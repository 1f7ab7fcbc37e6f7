"""How the house starts and stops: the embedded PostgreSQL, the supervisor, `make run`."""
