"""The sections of a code page as plain values for JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Model

from codes.labels import listed_as
from codes.models import Code, Release
from codes.systems import System

# What keeps our tables in order, and what a page needs to be drawn: it says nothing of the code.
UNTOLD = {"id", "picker", "words"}


def plain(value):
    """`value` as strings, numbers, booleans, lists and objects; a code is {system, value, title, url}.

    TypeError for what is none of the things that sections are made of, so that nothing unforeseen gets out.
    """
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, Model):
        return row(value)
    if isinstance(value, System):
        return {"key": value.key, "label": value.label, "publisher": value.publisher, "copyright": value.copyright}
    if is_dataclass(value):
        return plain({field.name: getattr(value, field.name) for field in fields(value)})
    if hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, Mapping):
        return {name_of(key): plain(each) for key, each in value.items() if key not in UNTOLD}
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return [plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} is nothing that a section is made of")


def name_of(key):
    return " ".join(str(part) for part in key) if isinstance(key, tuple) else str(plain(key))


def row(model):
    """One row of a published table; of a code and a release only what names it."""
    if isinstance(model, Code):
        return {"system": model.system, "value": model.value, "title": listed_as(model), "url": model.url}
    if isinstance(model, Release):
        return {"name": model.label, "effective": str(model.effective), "url": model.get_absolute_url()}
    columns = [field.attname for field in model._meta.concrete_fields if not field.is_relation]
    return plain({name: getattr(model, name) for name in columns})
