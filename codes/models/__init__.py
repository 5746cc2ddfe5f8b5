"""Releases, codes, what is published about them and what editors write."""

from codes.models.case_notes import CaseNote
from codes.models.code import Code, Note
from codes.models.conflict import Conflict
from codes.models.coverage import CoverageCode, CoverageDocument
from codes.models.draft import Draft
from codes.models.edits import AddOnEdit, PtpEdit, Rationale, Setting, UnitLimit
from codes.models.imports import TextImport
from codes.models.notice import DueNotice
from codes.models.payments import AnesthesiaFactor, DrugPrice, Fee, Locality, LocalityCounties, OutpatientPayment
from codes.models.release import Change, Release
from codes.models.search import SearchDue, SearchIndex, SearchPart
from codes.models.searches import SearchedFor, SearchesOff
from codes.models.shared import SharedText
from codes.models.shelf import Favourite, PrivateNote
from codes.models.stamp import Stamp
from codes.models.terms import Axis, Crosswalk, Definition, IndexTerm, Replacement
from codes.models.text import ModifierUse, PayerNote, Relation, Section, Source

__all__ = [
    "AddOnEdit",
    "AnesthesiaFactor",
    "Axis",
    "CaseNote",
    "Change",
    "Code",
    "Conflict",
    "CoverageCode",
    "CoverageDocument",
    "Crosswalk",
    "Definition",
    "Draft",
    "DrugPrice",
    "DueNotice",
    "Favourite",
    "Fee",
    "IndexTerm",
    "Locality",
    "LocalityCounties",
    "ModifierUse",
    "Note",
    "OutpatientPayment",
    "PayerNote",
    "PrivateNote",
    "PtpEdit",
    "Rationale",
    "Relation",
    "Release",
    "Replacement",
    "SearchDue",
    "SearchIndex",
    "SearchPart",
    "SearchedFor",
    "SearchesOff",
    "Section",
    "Setting",
    "SharedText",
    "Source",
    "Stamp",
    "TextImport",
    "UnitLimit",
]
