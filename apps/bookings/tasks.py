"""Background tasks of bookings."""

from celery import shared_task

from apps.bookings import services


@shared_task(ignore_result=True)
def expire_holds() -> None:
    """Tidy holds past their end; nobody depends on it, a new booking does it as well."""
    services.expire_holds()
