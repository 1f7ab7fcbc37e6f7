"""What an app may hand to the pages: the entries of the sockets `sections` and `blocks`.

Plain data, so that an app low on the ladder offers a page part without knowing the site.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

Choices = Callable[[], Iterable[tuple[str, Any]]]


@dataclass(frozen=True, slots=True)
class Section:
    """The main part of a section page, such as the list of editions on `/editions/`.

    `context(request, page)` returns what `template` needs; the template also sees `page` and
    `request`, and nothing else of the page's surroundings. It must be the same for everybody.
    `addresses()` lists the app's public pages below it for the site map, without the language:
    `/editions/2025/`.
    """

    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any]]
    addresses: Callable[[], Iterable[str]] = tuple


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that an editor sets on a live block.

    `kind` is `text`, `number`, `yes`, `one` or `several`; the last two need `choices`, a function
    that returns pairs of stored word and label and is called whenever the form is shown.
    """

    kind: str
    label: Any
    default: Any = None
    choices: Choices | None = None
    required: bool = True
    help_text: Any = ""
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class LiveBlock:
    """A part with live data that editors may place on any page.

    `context(value, request)` gets what the editor has set (a mapping by the names in `asks`) and
    returns what `template` needs; None shows nothing. It runs at every uncached view, so it reads
    through selectors and shows no more than anybody may see.
    """

    label: Any
    template: str
    context: Callable[[Mapping[str, Any], HttpRequest], dict[str, Any] | None]
    asks: Mapping[str, Ask] = field(default_factory=dict)
    icon: str = "view"
    help_text: Any = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What may be known about one object in one language.

    `names` are further words to be found by (aliases, codes); `facts` are
    {label, value, unit, qualifier, source} for the assistant; `audience` is `public` or the name
    of a group that a permission scope knows. `url` carries no host.
    """

    language: str
    kind: str
    title: str
    url: str
    summary: str = ""
    body: str = ""
    names: str = ""
    facts: tuple[dict[str, Any], ...] = ()
    audience: str = "public"
    place: str = ""
    starts: Any = None
    ends: Any = None
    is_sample: bool = False


@dataclass(frozen=True, slots=True)
class Knowledge:
    """An entry of the socket `knowledge`, registered under the model's label in lower case.

    `rows()` returns a queryset of everything that may be known, with what `entries` needs;
    `entries(obj)` yields one `Known` per language that has its own text. A row that `rows` no
    longer holds leaves the index.
    """

    model: Any
    rows: Callable[[], Any]
    entries: Callable[[Any], Iterable[Known]]


@dataclass(frozen=True, slots=True)
class Invariant:
    """An entry of the socket `invariants`: a rule and the statement that returns its breaches."""

    says: str
    sql: str
