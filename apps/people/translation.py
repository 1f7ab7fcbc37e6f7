"""The translated fields of people and organisations."""

from modeltranslation.translator import TranslationOptions, translator

from apps.people.models import Affiliation, Organisation


class OrganisationTexts(TranslationOptions):
    """An organisation has a name in each language where its sources give one."""

    fields = ("name", "text")


class AffiliationTexts(TranslationOptions):
    """The words for a role."""

    fields = ("role",)


translator.register(Organisation, OrganisationTexts)
translator.register(Affiliation, AffiliationTexts)
