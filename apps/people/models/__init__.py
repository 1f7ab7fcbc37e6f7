"""People, accounts, addresses, organisations, consents."""

from apps.people.models.organisations import Affiliation, Organisation
from apps.people.models.people import Consent, ContactPoint, Person
from apps.people.models.users import User

__all__ = ["Affiliation", "Consent", "ContactPoint", "Organisation", "Person", "User"]
