"""The translated fields of the record."""

from modeltranslation.translator import TranslationOptions, translator

from apps.records.models import Milestone, Statement


class MilestoneTexts(TranslationOptions):
    """Headline and text."""

    fields = ("title", "text")


class StatementTexts(TranslationOptions):
    """What the source says."""

    fields = ("text",)


translator.register(Milestone, MilestoneTexts)
translator.register(Statement, StatementTexts)
