"""Privacy tags for the tables of Wagtail and what it brings."""

from django.apps import apps

from apps.core.privacy import register_library

LIBRARIES = (
    "wagtailcore",
    "wagtailadmin",
    "wagtailimages",
    "wagtaildocs",
    "wagtailembeds",
    "wagtailsearch",
    "wagtailusers",
    "taggit",
    "simple_translation",
)
PERSONAL = {"wagtailusers.UserProfile", "wagtailcore.Comment", "wagtailcore.CommentReply"}

for name in LIBRARIES:
    for model in apps.get_app_config(name).get_models(include_auto_created=True):
        label = model._meta.label
        register_library(label, **{"personal" if label in PERSONAL else "technical": "*"})
