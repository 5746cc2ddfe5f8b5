"""Releases, codes and what is written about them."""

from codes.models.code import Code, Note
from codes.models.release import Change, Release
from codes.models.text import Modifier, ModifierUse, PayerNote, Relation, Section, Source

__all__ = [
    "Change",
    "Code",
    "Modifier",
    "ModifierUse",
    "Note",
    "PayerNote",
    "Relation",
    "Release",
    "Section",
    "Source",
]
