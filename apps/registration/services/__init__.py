"""The verbs of registration, one function each."""

from apps.registration.services.data import Outcome, PersonData, Refused
from apps.registration.services.register import register

__all__ = ["Outcome", "PersonData", "Refused", "register"]
