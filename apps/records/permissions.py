"""The record is public."""

from apps.core.permissions import public_rows, scope
from apps.records.models import Milestone, Statement

scope(Milestone)(public_rows)
scope(Statement)(public_rows)
