"""HCPCS Level II under its letters: the publisher's list is flat, its letters are its chapters."""

from dataclasses import replace

from codes.releases.rows import CodeRow

# What the first letter stands for (HCPCS Level II coding procedures, CMS).
LETTERS = {
    "A": "Transportation services, medical and surgical supplies, administrative and investigational items",
    "B": "Enteral and parenteral therapy",
    "C": "Hospital outpatient prospective payment system",
    "D": "Dental procedures",
    "E": "Durable medical equipment",
    "G": "Procedures and professional services (temporary)",
    "H": "Alcohol and drug abuse treatment services",
    "J": "Drugs administered other than by mouth, chemotherapy drugs",
    "K": "Durable medical equipment for the contractors (temporary)",
    "L": "Orthotics and prosthetics",
    "M": "Medical services and quality measures",
    "P": "Pathology and laboratory services",
    "Q": "Miscellaneous services (temporary)",
    "R": "Diagnostic radiology services",
    "S": "Private payers and Medicaid (temporary, not payable by Medicare)",
    "T": "State Medicaid agencies",
    "U": "Clinical laboratory tests for new diseases",
    "V": "Vision, hearing and speech-language pathology services",
}


def assemble(parts) -> list[CodeRow]:
    """The codes under a chapter for each letter, and the modifiers behind them. `parts` maps "codes" to CodeRows."""
    rows = parts["codes"]
    codes = sorted((row for row in rows if row.kind == "code"), key=lambda row: row.value)
    modifiers = sorted((row for row in rows if row.kind == "modifier"), key=lambda row: row.value)
    placed, letter = [], None
    for row in codes:
        if row.value[0] != letter:
            letter = row.value[0]
            placed.append(CodeRow(letter, None, 0, "chapter", False, "", LETTERS.get(letter, f"{letter} codes")))
        placed.append(replace(row, parent=letter))
    return [replace(row, position=position) for position, row in enumerate([*placed, *modifiers], start=1)]
