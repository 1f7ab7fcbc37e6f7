"""The kit of the back office; apps build their lists and forms on it."""

from apps.core.admin.acts import Act, Refused
from apps.core.admin.filters import LanguageFilter, by_choice
from apps.core.admin.house import HouseAdmin, HouseInline, HouseStack
from apps.core.admin.own import HistoryAdmin
from apps.core.admin.paging import CappedPaginator
from apps.core.admin.panels import Panel, Row, waiting

__all__ = [
    "Act",
    "CappedPaginator",
    "HistoryAdmin",
    "HouseAdmin",
    "HouseInline",
    "HouseStack",
    "LanguageFilter",
    "Panel",
    "Refused",
    "Row",
    "by_choice",
    "waiting",
]
