"""Privacy tags: every field of every table says how private it is.

Tags drive history values, exports, the log filter and the erasure of a person's data.
`public` may be shown to anyone, `personal` belongs to a person, `sensitive` needs a purpose
(birth dates, documents, minors), `secret` is never shown or exported, `technical` is neither.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, Model

TAGS = ("public", "personal", "sensitive", "confidential", "secret", "technical")
_library: dict[str, dict[str, str]] = {}


def tags(**by_tag: str) -> dict[str, str]:
    """Turn `tags(public="slug name", technical="id")` into {field: tag}."""
    unknown = set(by_tag) - set(TAGS)
    if unknown:
        raise ValueError(f"Unknown privacy tags: {sorted(unknown)}")
    return {name: tag for tag, names in by_tag.items() for name in names.split()}


def register_library(label: str, **by_tag: str) -> None:
    """Tag the table of a library; a single `*` stands for all its fields."""
    _library[label.lower()] = tags(**by_tag)


def tag_of(field: Field) -> str | None:
    """Return the tag of a field, or None where nobody has given one."""
    model: type[Model] = field.model
    name = getattr(field, "translated_field", field).name
    listed = _library.get(model._meta.label_lower)
    if listed is not None:
        return listed.get(name, listed.get("*"))
    for base in model.__mro__:
        tag = base.__dict__.get("PRIVACY", {}).get(name)
        if tag:
            return tag
    return None


def untagged() -> Iterator[str]:
    """Yield `app.Model.field` for every concrete field without a tag."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        for field in model._meta.concrete_fields:
            if model._meta.auto_created or tag_of(field):
                continue
            yield f"{model._meta.label}.{field.name}"


def public_values(instance: Model, names: list[str]) -> dict[str, str]:
    """Return the values of those fields that may stand in a history row."""
    fields = {field.name: field for field in instance._meta.concrete_fields}
    return {
        name: str(fields[name].value_from_object(instance))[:200]
        for name in names
        if name in fields and tag_of(fields[name]) in ("public", "technical")
    }
