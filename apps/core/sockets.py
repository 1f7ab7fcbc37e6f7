"""Sockets: files with fixed names in which an app tells the rest what it offers.

Each socket is a registry; apps fill it from the file of that name, which is found as Django
finds `admin.py`. The readers know every app and import none.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

NAMES = (
    "permissions",
    "privacy",
    "knowledge",
    "figures",
    "demo",
    "sections",
    "blocks",
    "me",
    "relations",
    "reactions",
    "mails",
    "portal",
    "invariants",
)


class Registry:
    """Named entries of one socket, in the order of registration."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._entries: dict[str, Any] = {}

    def register(self, key: str, entry: Any = None) -> Any:
        """Add an entry, as a call or as a decorator; a key may be used once."""
        if entry is None:
            return lambda value: self.register(key, value)
        if key in self._entries:
            raise ValueError(f"The socket {self.name} has {key} twice.")
        self._entries[key] = entry
        return entry

    def __getitem__(self, key: str) -> Any:
        return self._entries[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._entries.values())

    def get(self, key: str) -> Any | None:
        """Return an entry or None."""
        return self._entries.get(key)

    def items(self) -> Iterator[tuple[str, Any]]:
        """Yield key and entry."""
        return iter(self._entries.items())


knowledge = Registry("knowledge")
figures = Registry("figures")
demo = Registry("demo")
sections = Registry("sections")
blocks = Registry("blocks")
me = Registry("me")
portal = Registry("portal")
invariants = Registry("invariants")

_reactions: dict[str, list[Callable[[dict], None]]] = {}


def reaction(event: str) -> Callable[[Callable[[dict], None]], Callable[[dict], None]]:
    """Declare a handler of a named event; it gets the payload and may run twice."""

    def declare(function: Callable[[dict], None]) -> Callable[[dict], None]:
        _reactions.setdefault(event, []).append(function)
        return function

    return declare


def reactions_to(event: str) -> list[Callable[[dict], None]]:
    """Return the handlers of an event."""
    return _reactions.get(event, [])


def discover() -> None:
    """Import the socket files of the house's own apps, lowest rung first."""
    package = __name__.partition(".")[0]
    for config in apps.get_app_configs():
        for name in NAMES:
            if config.name.startswith(f"{package}.") and module_has_submodule(config.module, name):
                import_module(f"{config.name}.{name}")
