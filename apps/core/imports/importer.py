"""Judges the lines of a table and saves the good ones in one transaction.

`check` saves nothing. `run` saves every good line or, when one of them fails on the way,
none. Lines are found again by their key, so a second run changes nothing.
"""

from collections import Counter
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from apps.core import history, outbox, stamps
from apps.core.actors import Actor
from apps.core.imports.cells import as_text
from apps.core.imports.reader import Row, Table, Unreadable

CREATED, CHANGED, SAME = "created", "changed", "same"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how a cell becomes a value, whether it must be filled."""

    name: str
    clean: Callable[[str], Any] = as_text
    required: bool = False
    help: Any = ""


@dataclass(slots=True)
class Line:
    """One line after judgement: its values, or what is wrong in which column."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What a file holds, or what its import came to."""

    good: list[Line]
    bad: list[Line]
    unknown: list[str] = field(default_factory=list)
    outcome: Counter = field(default_factory=Counter)


class Importer:
    """What may be imported into one table; apps fill in columns, judgement and saving."""

    columns: tuple[Column, ...] = ()
    key: tuple[str, ...] = ()
    batch: int | None = None  # lines of one transaction where lines take scarce places
    judges_parts = False  # whether `judge` makes sense of a line with a faulty cell

    def prepare(self) -> None:
        """Read once what judging all lines needs."""

    def judge(self, values: dict[str, Any]) -> dict[str, Any]:
        """Check a line as a whole; raise ValidationError({column: sentence})."""
        return values

    def save(self, values: dict[str, Any], by: Actor) -> str:
        """Save one line and say `created`, `changed` or `same`."""
        raise NotImplementedError

    def finish(self, outcome: Counter) -> None:
        """Do once what the saved lines cause together."""

    def check(self, table: Table) -> Report:
        """Judge every line and save nothing."""
        names = {header: self._column(header) for header in table.headers}
        absent = [c.name for c in self.columns if c.required and c not in names.values()]
        if absent:
            raise Unreadable(_("The first line lacks the column %(names)s.") % {"names": ", ".join(absent)})
        report = Report([], [], [header for header, column in names.items() if header and column is None])
        self.prepare()
        seen: dict[tuple, int] = {}
        for row in table.rows:
            line = self._line(row, {h: c for h, c in names.items() if c})
            if not line.problems and self.key:
                self._once(line, seen)
            (report.bad if line.problems else report.good).append(line)
        return report

    def run(self, report: Report, *, by: Actor) -> Report:
        """Save the good lines in one transaction; when one fails, save none and say which."""
        try:
            with transaction.atomic():
                failed = [line for line in report.good if not self._save(line, report.outcome, by)]
                if failed:
                    raise _Undo
                self.finish(report.outcome)
        except _Undo:
            report.outcome.clear()
            report.bad = sorted([*report.bad, *failed], key=lambda line: line.number)
            report.good = [line for line in report.good if not line.problems]
        return report

    def _column(self, header: str) -> Column | None:
        found = [c for c in self.columns if c.name.casefold() == header.casefold()]
        return found[0] if found else None

    def _line(self, row: Row, columns: dict[str, Column]) -> Line:
        line = Line(row.number)
        if row.problem:
            line.problems.append(("", row.problem))
            return line
        for header, column in columns.items():
            text = row.cells.get(header, "")
            try:
                if column.required and not text:
                    raise ValidationError(_("This cell must be filled."))
                line.values[column.name] = column.clean(text)
            except ValidationError as error:
                line.problems += [(column.name, message) for message in error.messages]
        if not line.problems or self.judges_parts:
            wrong = {column for column, _sentence in line.problems}
            try:
                line.values = self.judge(line.values)
            except ValidationError as error:
                line.problems += [found for found in problems_of(error) if found[0] not in wrong]
        return line

    def _once(self, line: Line, seen: dict[tuple, int]) -> None:
        key = tuple(str(line.values.get(name)) for name in self.key)
        first = seen.setdefault(key, line.number)
        if first != line.number:
            sentence = _("Line %(number)d already has this value.") % {"number": first}
            line.problems.append((self.key[0], sentence))

    def _save(self, line: Line, outcome: Counter, by: Actor) -> bool:
        try:
            with transaction.atomic():
                outcome[self.save(line.values, by)] += 1
        except ValidationError as error:
            line.problems += problems_of(error)
        except IntegrityError:
            line.problems.append(("", _("A rule of the database forbids this line beside the others.")))
        return not line.problems


class _Undo(Exception):
    """Leaves the transaction when a line has failed."""


def problems_of(error: ValidationError) -> list[tuple[str, str]]:
    """Return pairs of column and sentence."""
    if not hasattr(error, "error_dict"):
        return [("", message) for message in error.messages]
    return [
        ("" if name == NON_FIELD_ERRORS else name, message)
        for name, messages in error.message_dict.items()
        for message in messages
    ]


class FormImporter(Importer):
    """Imports into a table through its own form, found again by one unique column.

    Only columns that the file has are changed; the rest of an existing row stays.
    """

    model: type[Model]
    form: type[forms.ModelForm]

    def prepare(self) -> None:
        """Read the rows that are there, by their key."""
        single = [f.name for f in self.model._meta.concrete_fields if f.is_relation]
        rows = self.model._default_manager.select_related(*single)
        self.there = {str(getattr(row, self.key[0])): row for row in rows}

    def judge(self, values: dict[str, Any]) -> dict[str, Any]:
        """Ask the form."""
        form = self._form(values)
        if not form.is_valid():
            raise ValidationError({name: list(errors) for name, errors in form.errors.items()})
        return values

    def save(self, values: dict[str, Any], by: Actor) -> str:
        """Save a line through the form, with its history line."""
        form = self._form(values)
        if not form.is_valid():
            raise ValidationError({name: list(errors) for name, errors in form.errors.items()})
        is_new = form.instance.pk is None
        changed = [name for name in form.changed_data if name in values]
        if not is_new and not changed:
            return SAME
        if hasattr(form, "note_translations"):
            form.note_translations()
        row = form.save()
        self.there[str(getattr(row, self.key[0]))] = row
        verb = f"{row._meta.model_name}.{'added' if is_new else 'changed'}"
        history.write(row, verb, by=by, reason="import", changed=changed)
        outbox.changed(row)
        return CREATED if is_new else CHANGED

    def finish(self, outcome: Counter) -> None:
        """Tell the pages that something has changed."""
        if outcome[CREATED] or outcome[CHANGED]:
            stamps.touch()

    def _form(self, values: dict[str, Any]) -> forms.ModelForm:
        """Return the bound form: present values first, those of the file over them."""
        there = self.there.get(str(values.get(self.key[0])))
        instance = copy(there) if there else self.model()
        fields = self.form.base_fields
        present = forms.models.model_to_dict(instance, fields=list(fields))
        for name, shown in fields.items():
            if isinstance(shown, forms.ModelChoiceField):
                present[name] = shown.prepare_value(getattr(instance, name, None))
        data = present | {name: value for name, value in values.items() if name in fields}
        form = self.form(data=data, instance=instance, initial=present)
        for shown in form.fields.values():
            shown.show_hidden_initial = False  # a file repeats no hidden first values
        return form
