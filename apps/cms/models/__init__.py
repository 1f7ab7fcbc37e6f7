"""Page types. Pages describe; records of the business stay rows of their apps."""

from apps.cms.models.articles import ArticlePage
from apps.cms.models.base import PublicPage
from apps.cms.models.pages import HomePage, SectionPage, StandardPage

__all__ = ["ArticlePage", "HomePage", "PublicPage", "SectionPage", "StandardPage"]
