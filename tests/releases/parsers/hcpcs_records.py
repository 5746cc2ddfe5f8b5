"""Invented records of HCPCS Level II, by the table's column names, and the rows that they stand for."""

from datetime import date

from codes.releases.rows import CodeRow, LeftOut


def numbered(column, many):
    return [f"{column}{number}" for number in range(1, many + 1)]


def a_modifier(value="ZX", **columns):
    plain = {"HCPC": f"   {value}", "SEQNUM": "0010", "RECID": "7", "LONG DESCRIPTION": "Wobbled with the left hand"}
    return plain | {"SHORT DESCRIPTION": "Left hand", "ADD DT": "20020701", "ACTION CD": "N"} | columns


def a_code(value="A9901", **columns):
    plain = {"HCPC": value, "SEQNUM": "0010", "RECID": "3", "LONG DESCRIPTION": "Wobble board, each"}
    return plain | {"SHORT DESCRIPTION": "Wobble board", "ADD DT": "19860101", "ACTION CD": "N"} | columns


def more_of(value="A9901", **columns):
    return {"HCPC": value, "SEQNUM": "0020", "RECID": "4", "LONG DESCRIPTION": "with a handle"} | columns


FULL = a_code("J9902") | {
    "PRICE1": "51",
    "PRICE2": "21",
    "MULT_PI": "A",
    "STATUTE": "1861(z)",
    "COV": "D",
    "CIM1": "60-9",
    "CIM2": "65-1",
    "MCM1": "2130 A",
    "MCM3": "2049",
    "LABCERT1": "010",
    "LABCERT4": "400",
    "ASC_GRP": "YY",
    "ASC_DT": "20250101",
    "PROCNOTE": "0088",
    "BETOS": "Z2",
    "TOS1": "1",
    "TOS2": "P",
    "ANEST_BU": "3",
    "XREF1": "A9901",
    "XREF2": "99999",
    "XREF3": "QM",
    "XREF4": "CPT",
    "ACT EFF DT": "20240101",
    "TERM DT": "20251231",
    "ACTION CD": "D",
}
ROWS = [
    a_modifier(COV="C"),
    a_code(**{"LONG DESCRIPTION": "Wobble  board, for the"}),
    more_of(),
    FULL,
    a_code("D9903", **{"LONG DESCRIPTION": "Words of others"}),
    more_of("D9903"),
    a_code("V9904", ANEST_BU="0", BETOS="M3"),
]
FULL_ATTRIBUTES = {
    "pricing": ["51", "21"],
    "multiple_pricing": "A",
    "statute": "1861(z)",
    "coverage": "D",
    "coverage_manual": ["60-9", "65-1"],
    "carriers_manual": ["2130 A", "2049"],
    "lab_certification": ["010", "400"],
    "cross_references": ["A9901", "99999", "QM", "CPT"],
    "asc_group": "YY",
    "asc_date": "2025-01-01",
    "processing_note": "0088",
    "betos": "Z2",
    "type_of_service": ["1", "P"],
    "anesthesia_units": "3",
    "action": "D",
    "action_effective": "2024-01-01",
}


def expected(*lines):
    """What ROWS stand for, their first records being on these lines."""
    modifier, board, full, dental, last = lines
    plain = {"parent": None, "short_descriptor": "Wobble board", "effective_from": date(1986, 1, 1)}
    code = plain | {"kind": "code", "billable": True, "descriptor": "Wobble board, each"}
    return [
        CodeRow(
            value="ZX",
            parent=None,
            position=1,
            kind="modifier",
            billable=False,
            short_descriptor="Left hand",
            descriptor="Wobbled with the left hand",
            attributes={"coverage": "C", "action": "N"},
            effective_from=date(2002, 7, 1),
            line=modifier,
        ),
        CodeRow(
            value="A9901",
            position=2,
            attributes={"action": "N"},
            line=board,
            **code | {"descriptor": "Wobble board, for the with a handle"},
        ),
        CodeRow(
            value="J9902",
            position=3,
            attributes=FULL_ATTRIBUTES,
            effective_to=date(2025, 12, 31),
            line=full,
            **code,
        ),
        LeftOut("CDT code", "D9903", dental),
        CodeRow(value="V9904", position=4, attributes={"betos": "M3", "action": "N"}, line=last, **code),
    ]
