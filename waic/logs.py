"""Structured logs: one JSON object a line, without personal data."""

import logging
import logging.config
from typing import Any

import structlog

# Keys that may carry personal data or secrets never reach a log line.
HIDDEN = {"email", "name_of_person", "password", "token", "code", "body", "phone", "secret", "authorization", "cookie"}


def hide_private(logger: Any, method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Replace the values of private keys."""
    return {key: ("[hidden]" if key.lower() in HIDDEN else value) for key, value in event.items()}


def configure(*, level: str | None) -> None:
    """Send Django's, Celery's and our own lines through one formatter."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_private,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.format_exc_info,
                        structlog.processors.JSONRenderer(ensure_ascii=False),
                    ],
                }
            },
            "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
            "root": {"handlers": ["stderr"], "level": level or "INFO"},
            "loggers": {
                "django.server": {"level": "WARNING"},
                "django.request": {"level": "ERROR"},
                "django.template": {"level": "INFO"},  # its DEBUG lines print whole contexts, people included
                "fontTools": {"level": "ERROR"},
                "PIL": {"level": "WARNING"},
            },
        }
    )
