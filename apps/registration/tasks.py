"""Background tasks of registration."""

from celery import shared_task

from apps.registration.services import registrations


@shared_task(ignore_result=True)
def close_past_editions() -> None:
    """Close the registrations of editions that are over."""
    registrations.close_past()
