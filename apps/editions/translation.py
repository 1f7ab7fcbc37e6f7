"""The translated fields; each becomes one column a language."""

from modeltranslation.translator import TranslationOptions, translator

from apps.editions import models


class Named(TranslationOptions):
    """A name only."""

    fields = ("name",)


class NamedWithText(TranslationOptions):
    """A name and a text."""

    fields = ("name", "text")


class EditionTexts(TranslationOptions):
    """What an edition says about itself."""

    fields = ("name", "theme", "summary")


class VenueTexts(TranslationOptions):
    """What a visitor reads about a venue."""

    fields = ("name", "short_name", "address", "district", "transport")


class FigureTexts(TranslationOptions):
    """The words round a figure."""

    fields = ("label", "value_text", "unit", "claimant", "note")


translator.register(models.Edition, EditionTexts)
translator.register(models.KeyFigure, FigureTexts)
translator.register(models.Venue, VenueTexts)
translator.register([models.Topic, models.ProgrammeBlock], NamedWithText)
translator.register([models.Hall, models.Zone, models.Room, models.Gate], Named)
