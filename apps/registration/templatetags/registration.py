"""Days, hours and prices in the words of the reader's language."""

from django import template

from apps.registration.documents import words

register = template.Library()

register.filter("day_words", words.day_words)
register.filter("days_words", words.days_words)
register.filter("hours_words", words.hours_words)
register.filter("price_words", words.price_words)
