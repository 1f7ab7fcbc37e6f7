"""The translated fields of ticket types."""

from modeltranslation.translator import TranslationOptions, translator

from apps.registration.models import TicketType


class TicketTypeTexts(TranslationOptions):
    """What a visitor reads when choosing."""

    fields = ("name", "text")


translator.register(TicketType, TicketTypeTexts)
