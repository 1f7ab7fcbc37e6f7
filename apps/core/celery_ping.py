"""Asks whether the broker can be reached."""

from celery import current_app


def broker_answers() -> bool:
    """Open a connection to the broker and close it again; raises when it is away."""
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, timeout=2)
    return True
