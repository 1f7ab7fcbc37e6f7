"""Background tasks of the site."""

from celery import shared_task
from django.core.management import call_command


@shared_task(ignore_result=True)
def publish_scheduled() -> None:
    """Publish and take back what is due; Wagtail keeps the schedule in real time."""
    call_command("publish_scheduled", verbosity=0)
