"""Invented CPT files in the layouts of the real ones."""

import pytest

from tests.releases.parsers.builders import head_of

# Stands where the publisher's notice does: paragraphs, blank lines between, quotes and commas within.
NOTICE = '"Invented" notice, all rights reserved.\r\n\r\nWrite to the house,\r\n60000-1234 Nowhere.\r\n\r\n'
CONSOLIDATED = (
    "Concept Id",
    "CPT Code",
    "Long",
    "Medium",
    "Short",
    "Consumer",
    "Spanish Consumer",
    "Current Descriptor Effective Date",
    "Test Name",
    "Lab Name",
    "Manufacturer Name",
)
CONSUMER = ("Concept Id", "CPT Code", "Consumer Friendly Descriptor")
CLINICIAN = ("Concept Id", "CPT Code", "Clinician Descriptor Id", "Clinician Descriptor")
MODIFIERS = (
    "ConceptID",
    "Modifier Code",
    "Level I/II",
    "Modifier Descriptor Effective",
    "Modifier Name",
    "Modifier Description",
    "Section (Main Section)",
)


def a_table(header: tuple[str, ...], *rows: tuple, notice: str = NOTICE) -> str:
    """A file with tabs and Windows line ends; the header stands on line 6 where the notice is above it."""
    return notice + "".join("\t".join(row) + "\r\n" for row in (header, *rows))


# The head of one file of each layout, by its published name.
HEADS = {
    "ConsolidatedCodeList.txt": head_of(a_table(CONSOLIDATED, ("1", "99901", "Invented service one", "INV", "I"))),
    "ConsumerDescriptor.txt": head_of(a_table(CONSUMER, ("1", "99901", "Invented, in plain words"), notice="")),
    "ClinicianDescriptor.txt": head_of(a_table(CLINICIAN, ("1", "99901", "7", "Invented service one"), notice="")),
    "Modifiers.txt": head_of(a_table(MODIFIERS, ("1", "22", "I", "20260101", "Invented", "Invented more", "All"))),
    "LONGULT.txt": head_of(NOTICE + "99901\tInvented service one\r\n99902\tInvented service two\r\n"),
    "LONGULF.txt": head_of(NOTICE + f"9990101 {'Invented service one':72}\r\n9990102 {'and more':72}\r\n"),
    "MEDU.txt": head_of(NOTICE + "99901 INVENTED SERVICE ONE\r\n99902 INVENTED SERVICE TWO\r\n"),
    "SHORTU.txt": head_of(NOTICE + "99901 INVENTED ONE\r\n99902 INVENTED TWO\r\n"),
    # Files of other publishers, and of this one, that come near.
    "longgems.txt": "0010  A000    00000\n00321 A0221  00000\n",
    "long_order.txt": f"00001 A00     0 {'Wobble':60} Wobble\n00002 A000    1 {'Left wobble':60} Left wobble\n",
    "long_pcs.txt": "0016070 Wobble of the left\n0016071 Wobble of the right\n",
    "long_pairs.txt": "99901\t99902\t\t20200101\t*\t1\tInvented\n",
    "OrthopoxvirusCodes.txt": "99901\tInvented service one\n",
    "MODUL.txt": "Appendix\n\n22 Invented: more than once\n\nE1 Left\nE2 Right\n",
    "README.md": "`Layout`: header `Concept Id, CPT Code, Long, Consumer Descriptor, Modifier Code, Modifier Name`\n",
    "nothing.pdf": "",
}


def others_than(*names: str) -> pytest.MarkDecorator:
    """The test once for each of HEADS but these, as `name`."""
    return pytest.mark.parametrize("name", sorted(HEADS.keys() - {*names}))
