"""What Wagtail keeps is edited at /cms/ under its own policies, not in the Django admin."""

from django.contrib import admin
from taggit.admin import Tag
from wagtail.documents.admin import Document
from wagtail.images.admin import Image

for model in (Tag, Document, Image):
    admin.site.unregister(model)
