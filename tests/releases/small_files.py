"""Tiny published files of every source in every form: the publishers' layouts with invented codes and words."""

import csv
import gzip
import io
import zipfile

from openpyxl import Workbook

from tests.releases.parsers import cpt_files

# Tables in the forms in which publishers give them out.


def csv_of(rows, delimiter=",", encoding="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def tabs_of(rows):
    return "".join("\t".join(map(str, row)) + "\r\n" for row in rows).encode()


def xlsx_of(rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(out)
    return out.getvalue()


def lines_of(*lines):
    return "".join(f"{line}\r\n" for line in lines).encode()


TABLES = {"csv": csv_of, "tsv": tabs_of, "xlsx": xlsx_of}


# Archives and folders.


def a_zip(files):
    """A zip of {name: bytes}; names may have folders."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def a_gz(data):
    return gzip.compress(data, mtime=0)


def with_password(archive):
    """A zip whose members are marked as encrypted."""
    data = bytearray(archive)
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def written(folder, files):
    """The paths of {name: bytes}, written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


# ICD-10-CM and ICD-10-PCS.


def an_order(*rows):
    """An order file of (code, long description[, short description]); one with codes below is a header."""
    codes = [row[0] for row in rows]
    lines = []
    for number, (code, long, *short) in enumerate(rows, start=1):
        below = len(code) < 7 and any(other != code and other.startswith(code) for other in codes)
        lines.append(f"{number:05} {code:<7} {int(not below)} {(short or [long[:60]])[0]:<60} {long}")
    return lines_of(*lines)


def xml_of(root, *parts, declaration='<?xml version="1.0" encoding="utf-8"?>'):
    return f"{declaration}\n<{root}>\n<version>2099</version>\n{''.join(parts)}</{root}>\n".encode()


def a_tabular(*chapters):
    return xml_of("ICD10CM.tabular", *chapters)


def a_chapter(name, *sections):
    return f"<chapter>\n<name>{name}</name>\n<desc>Chapter {name} of inventions</desc>\n{''.join(sections)}</chapter>\n"


def a_section(value, *diags, notes=""):
    return f'<section id="{value}">\n<desc>Inventions {value}</desc>\n{notes}{"".join(diags)}</section>\n'


def a_diag(value, desc, *parts):
    return f"<diag>\n<name>{value}</name>\n<desc>{desc}</desc>\n{''.join(parts)}</diag>\n"


def a_note(kind, *texts):
    return f"<{kind}>{''.join(f'<note>{text}</note>' for text in texts)}</{kind}>\n"


def an_index(*terms, title="ICD-10-CM INDEX TO DISEASES and INJURIES"):
    """An index of (term, code) pairs."""
    mains = "".join(f"<mainTerm>\n<title>{term}</title>\n<code>{code}</code>\n</mainTerm>\n" for term, code in terms)
    return xml_of("ICD10CM.index", f"<title>{title}</title>\n<letter>\n<title>I</title>\n{mains}</letter>\n")


def an_external_index(*terms):
    return an_index(*terms, title="ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX")


def a_drug_table(*terms, heads=("Substance", "Poisoning Accidental")):
    """A table of (term, code) pairs."""
    heading = "".join(f'<head col="{n}">{head}</head>\n' for n, head in enumerate(heads, start=1))
    mains = "".join(f'<mainTerm>\n<title>{t}</title>\n<cell col="2">{c}</cell>\n</mainTerm>\n' for t, c in terms)
    body = f"<indexHeading>\n{heading}</indexHeading>\n<letter>\n<title>I</title>\n{mains}</letter>\n"
    return xml_of("ICD10CM.index", body)


def a_neoplasm_table(*terms):
    return a_drug_table(*terms, heads=("Neoplasm", "Malignant Primary"))


def a_conversion(*rows, form="xlsx"):
    """A conversion table of (new code, year or day, earlier code)."""
    header = ["Current code assignment", "Effective", "Previous Code(s) Assignment"]
    return TABLES[form]([["An invented office has changed its codes."], header, *rows])


def an_axis(position, labels, definition=""):
    told = "".join(f'<label code="{character}">{label}</label>\n' for character, label in labels.items())
    more = f"<definition>{definition}</definition>\n" if definition else ""
    return f'<axis pos="{position}" values="{len(labels)}">\n<title>Axis {position}</title>\n{told}{more}</axis>\n'


def pcs_tables(*tables):
    """The tables of (three characters, labels of the fourth); characters 5 to 7 are Z."""
    return xml_of("ICD10PCS.tabular", "<title>Invented</title>\n", *(_pcs_table(*table) for table in tables))


def _pcs_table(prefix, fourth):
    above = "".join(an_axis(n, {character: f"Label {character}"}) for n, character in enumerate(prefix, start=1))
    row = an_axis(4, fourth) + "".join(an_axis(position, {"Z": "None"}) for position in (5, 6, 7))
    return f'<pcsTable>\n{above}<pcsRow codes="{len(fourth)}">\n{row}</pcsRow>\n</pcsTable>\n'


def pcs_definitions(*terms):
    """The definitions of (label, definition) of the operations in section 0."""
    told = "".join(f"<terms>\n<title>{t}</title>\n<definition>{d}</definition>\n</terms>\n" for t, d in terms)
    axis = f'<axis pos="3">\n<title>Operation</title>\n{told}</axis>\n'
    body = f'<title>Invented</title>\n<section code="0">\n<title>Wobbling</title>\n{axis}</section>\n'
    return xml_of("ICD10PCS.definitions", body)


def pcs_index(*terms):
    """An index of (term, beginning of codes)."""
    mains = "".join(f"<mainTerm>\n<title>{t}</title>\n<codes>{c}</codes>\n</mainTerm>\n" for t, c in terms)
    return xml_of("ICD10PCS.index", f"<title>Invented</title>\n<letter>\n<title>I</title>\n{mains}</letter>\n")


# HCPCS Level II. Where a column begins in the contractor file, counted from 1: those that the invented codes fill.

HCPCS_COLUMNS = {
    "HCPC": 1, "SEQNUM": 6, "RECID": 11, "LONG DESCRIPTION": 12, "SHORT DESCRIPTION": 92, "PRICE1": 120, "PRICE2": 122,
    "PRICE3": 124, "PRICE4": 126, "MULT_PI": 128, "CIM1": 129, "CIM2": 135, "CIM3": 141, "MCM1": 147, "MCM2": 155,
    "MCM3": 163, "STATUTE": 171, **{f"LABCERT{n}": 178 + 3 * n for n in range(1, 9)},
    **{f"XREF{n}": 200 + 5 * n for n in range(1, 6)}, "COV": 230, "ASC_GRP": 231, "ASC_DT": 233, "PROCNOTE": 253,
    "BETOS": 257, **{f"TOS{n}": 260 + n for n in range(1, 6)}, "ANEST_BU": 266, "ADD DT": 269, "ACT EFF DT": 277,
    "TERM DT": 285, "ACTION CD": 293,
}  # fmt: skip


def a_hcpcs_code(value, description, **columns):
    plain = {"HCPC": value, "SEQNUM": "0010", "RECID": "3", "LONG DESCRIPTION": description}
    return plain | {"SHORT DESCRIPTION": description[:28], "ADD DT": "20200101", "ACTION CD": "N"} | columns


def a_hcpcs_modifier(value, description, **columns):
    return a_hcpcs_code(f"   {value}", description, RECID="7", **columns)


def hcpcs(*records, form="csv"):
    if form == "txt":
        return lines_of(*map(_hcpcs_line, records))
    return TABLES[form]([HCPCS_COLUMNS, *([record.get(column, "") for column in HCPCS_COLUMNS] for record in records)])


def _hcpcs_line(record):
    record = record | {"HCPC": record["HCPC"].strip().rjust(5), "SEQNUM": "00100"}
    return a_line({HCPCS_COLUMNS[column]: text for column, text in record.items()}, 320)


def a_line(texts, width):
    """A line of fixed width with each text at its column, counted from 1."""
    line = [" "] * width
    for first, text in texts.items():
        line[first - 1 : first - 1 + len(text)] = text
    return "".join(line)


# CPT: the layouts of the licensed files, every word invented.


def cpt_consolidated(*codes, form="txt"):
    """A list of (code, long, short) or (code, long, short, consumer's words)."""
    rows = [(str(n), c[0], c[1], c[2], c[2], *c[3:]) for n, c in enumerate(codes, start=1)]
    if form == "csv":
        return csv_of([cpt_files.CONSOLIDATED, *rows])
    return cpt_files.a_table(cpt_files.CONSOLIDATED, *rows).encode()


def cpt_texts(*codes, separator="\t"):
    """LONGULT of (code, words); with a blank between, MEDU or SHORTU."""
    return cpt_files.NOTICE.encode() + lines_of(*(f"{code}{separator}{words}" for code, words in codes))


def cpt_fixed(*codes):
    """LONGULF of (code, words)."""
    return cpt_files.NOTICE.encode() + lines_of(*(f"{code}01 {words:72}" for code, words in codes))


def cpt_consumer(*codes):
    rows = [(str(n), *code) for n, code in enumerate(codes, start=1)]
    return cpt_files.a_table(cpt_files.CONSUMER, *rows).encode()


def cpt_clinician(*codes):
    rows = [(str(n), code, str(n), words) for n, (code, words) in enumerate(codes, start=1)]
    return cpt_files.a_table(cpt_files.CLINICIAN, *rows).encode()


def cpt_modifiers(*modifiers):
    rows = [
        (str(n), value, "I", "20990101", name, f"{name}, at length", "All") for n, (value, name) in enumerate(modifiers)
    ]
    return cpt_files.a_table(cpt_files.MODIFIERS, *rows).encode()


# Places of service.


def places(*rows, form="xml"):
    """The code set of (code, name, definition)."""
    if form != "xml":
        header = ["Place of Service Code(s)", "Place of Service Name", "Place of Service Description"]
        return TABLES[form]([header, *rows])
    concepts = "".join(
        f'<concept>\n<code value="{code}"/>\n<display value="{name}"/>\n<definition value="{words}"/>\n</concept>\n'
        for code, name, words in rows
    )
    head = '<url value="https://example.org/Place_of_Service_Code_Set"/>\n<content value="complete"/>\n'
    return f'<CodeSystem xmlns="http://hl7.org/fhir">\n<id value="Invented"/>\n{head}{concepts}</CodeSystem>\n'.encode()


# The National Correct Coding Initiative.

PTP_HEADER = [
    ["Nobody's copyright.", "", "", "", "", "", ""],
    ["Column1/Column2 Edits", "", "", "", "", "", ""],
    ["Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "PTP Edit Rationale"],
    ["", "", "prior to 1996", "Date", "Date", "0=not allowed", ""],
    ["", "", "", "", "*=no data", "1=allowed", ""],
    ["", "", "", "", "", "9=not applicable", ""],
]


def ptp_edits(*edits, form="tsv"):
    """The edits of (column one, column two, effective, deletion or "*", indicator, rationale)."""
    rows = [
        [one, two, "", effective, deletion, indicator, why] for one, two, effective, deletion, indicator, why in edits
    ]
    return TABLES[form]([*PTP_HEADER, *rows])


ADD_ON_HEADER = [
    "AOC_Edit_Type",
    "Add-On_Code",
    "AOC_DelDT",
    "Primary_Code",
    "Primary_Code_DelDT",
    "AOC_Edit_EffDT",
    "AOC_Edit_DelDT",
    "Special_Instruction_Notes",
]


def add_on_edits(*edits, form="txt"):
    """The edits of (add-on code, primary code, type, effective and deletion as YYYYDDD)."""
    if form == "tsv":
        return tabs_of([("primary_code", "add_on_code", "aoc_edit_type"), *((p, a, t) for a, p, t, _, _ in edits)])
    if form == "xlsx":
        return xlsx_of([ADD_ON_HEADER, *([t, a, "", p, "", e, d, ""] for a, p, t, e, d in edits)])
    return lines_of("Nobody's copyright.", *(f"{t}{a}       {p}       {e:7}{d:7}" for a, p, t, e, d in edits))


MUE_SETTINGS = {
    "practitioner": "Practitioner Services MUE Values",
    "hospital": "Outpatient Hospital Services MUE Values",
    "dme": "DME Supplier Services MUE Values",
}
MUE_INDICATORS = ["", "1 Line Edit", "2 Date of Service Edit: Policy", "3 Date of Service Edit: Clinical"]


def unit_limits(*limits, setting="practitioner", form="csv"):
    """The limits of (code, units) or (code, units, indicator, rationale)."""
    header = ["HCPCS/\nCPT Code", MUE_SETTINGS[setting], "MUE Adjudication Indicator", "MUE Rationale"]
    rows = [
        (c, str(units), MUE_INDICATORS[(more or [2])[0]], (more or [2, "Invented policy"])[1])
        for c, units, *more in limits
    ]
    return TABLES[form]([["Nobody is liable,\nfor nothing.", "", "", ""], header, *rows])


# Payments.

# The column heads, and where each begins in the form of fixed width.
FEE_COLUMNS = {
    "HCPCS": 1, "MOD": 6, "DESCRIPTION": 8, "STATUS CODE": 58, "NOT USED FOR MEDICARE PAYMENT": 59, "WORK RVU": 60,
    "NON-FAC PE RVU": 67, "NON-FAC NA INDICATOR": 73, "FACILITY PE RVU": 76, "FACILITY NA INDICATOR": 82, "MP RVU": 85,
    "NON-FACILITY TOTAL": 91, "FACILITY TOTAL": 97, "PCTC IND": 103, "GLOB DAYS": 104, "PRE OP": 107, "INTRA OP": 110,
    "POST OP": 113, "MULT PROC": 116, "BILAT SURG": 117, "ASST SURG": 118, "CO- SURG": 119, "TEAM SURG": 120,
    "PRIC IND": 121, "ENDO BASE": 128, "CONV FACTOR": 133, "PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES": 142,
    "CALCULATION FLAG": 144, "DIAGNOSTIC IMAGING FAMILY INDICATOR": 146,
    "NON-FACILITY PE USED FOR OPPS PAYMENT AMOUNT": 152, "FACILITY PE USED FOR OPPS PAYMENT AMOUNT": 159,
    "MP USED FOR OPPS PAYMENT AMOUNT": 166,
}  # fmt: skip
FEE = {
    "STATUS CODE": "A", "WORK RVU": "1.00", "NON-FAC PE RVU": "2.00", "FACILITY PE RVU": "0.50", "MP RVU": "0.10",
    "NON-FACILITY TOTAL": "3.10", "FACILITY TOTAL": "1.60", "PCTC IND": "0", "GLOB DAYS": "XXX", "PRE OP": "0.00",
    "INTRA OP": "0.00", "POST OP": "0.00", "MULT PROC": "0", "BILAT SURG": "0", "ASST SURG": "0", "CO- SURG": "0",
    "TEAM SURG": "0", "CONV FACTOR": "32.3465", "PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES": "09",
    "CALCULATION FLAG": "0", "DIAGNOSTIC IMAGING FAMILY INDICATOR": "99",
}  # fmt: skip


def a_fee(value, modifier="", **columns):
    named = {name.replace("_", " "): text for name, text in columns.items()}
    return FEE | {"HCPCS": value, "MOD": modifier, "DESCRIPTION": "Invented service"} | named


def fees(*services, year=2099, month="January", form="csv"):
    """A relative value file of `a_fee(…)`; the form txt is of fixed width and has no title."""
    if form == "txt":
        lines = [a_line({FEE_COLUMNS[head]: text for head, text in service.items()}, 200) for service in services]
        return lines_of("HDR INVENTED", *lines)
    title = f"{year} National Physician Fee Schedule Relative Value File {month} Release"
    rows = [[service.get(head, "") for head in FEE_COLUMNS] for service in services]
    return TABLES[form]([["", "", title], ["", "", "Nobody's words."], FEE_COLUMNS, *rows])


GPCI_HEADS = [
    "Medicare Administrative Contractor (MAC)",
    "State",
    "Locality Number",
    "Locality Name",
    "2099 PW GPCI (with 1.0 Floor)",
    "2099 PE GPCI",
    "2099 MP GPCI",
]


def localities(*rows, form="csv"):
    """The indices of (contractor, state, number, name, work, practice expense, malpractice)."""
    title = "ADDENDUM E. INVENTED GEOGRAPHIC PRACTICE COST INDICES (GPCIs)"
    if form == "txt":
        head = "Medicare Admi State  Locality          Locality Name           2099 PW GPCI2099 PE GPCI2099 MP GPCI"
        body = [f"{c:16}{s:8}{n:5}{name:60}{w:>9}{p:>12}{m:>12}" for c, s, n, name, w, p, m in rows]
        return lines_of(title, "", head, *body)
    return TABLES[form]([[title], [], GPCI_HEADS, *rows, ["MAC assignments as of nobody's day"]])


def counties(*rows, form="csv"):
    """The counties of (contractor, number, state, area, counties)."""
    heads = ["Medicare Adminstrative Contractor", "Locality Number", "State ", "Fee Schedule Area ", "Counties"]
    return TABLES[form]([["COUNTIES INCLUDED IN 2099 LOCALITIES"], [], heads, *rows])


def anesthesia(*rows, national="20.1234", form="csv"):
    """The factors of (contractor, number, name, factor); the form txt has no national one."""
    if form == "txt":
        return lines_of(*(f"{c:12}{n}    {name[:40]:40}{f.replace('.', ''):>19}" for c, n, name, f in rows))
    return TABLES[form]([["Contractor", "Locality", "Locality Name", f"National Anes CF of {national}"], *rows])


def addendum_b(*codes, form="csv"):
    """The payments of (code, descriptor, status indicator, APC, relative weight, payment)."""
    heads = ["HCPCS Code", "Short Descriptor", "SI", "APC", "Relative Weight", "Payment Rate"]
    heads += ["National Unadjusted Copayment", "Minimum Unadjusted Copayment", "Note", "* Indicates a Change"]
    rows = [[*code, "", "", "", ""] for code in codes]
    return TABLES[form]([["", "Addendum of nobody"], heads, *rows])


DRUG_HEADS = [
    "HCPCS Code",
    "Short Description",
    "HCPCS Code Dosage",
    "Payment Limit",
    "Co-insurance Percentage",
    "Vaccine AWP%",
    "Vaccine Limit",
    "Blood AWP%",
    "Blood limit",
    "Clotting Factor",
    "Notes",
]


def drug_prices(*drugs, period="January 1, 2099 through March 31, 2099", form="csv"):
    """The limits of (code, description, dosage, limit)."""
    rows = [[*drug, "20.000", "", "", "", "", "", ""] for drug in drugs]
    return TABLES[form]([["Payment Allowance Limits of Nobody"], [f"Effective {period}"], DRUG_HEADS, *rows])


# Mappings and coverage.


def gems(*rows):
    """A mapping of (source, target, five flags)."""
    return lines_of(*(f"{source:<7} {target:<7} {flags}" for source, target, flags in rows))


DOCUMENT_HEADS = [
    "contractor_name_type", "document_display_id", "document_id", "document_type", "document_version", "effective_date",
    "note", "retirement_date", "title", "updated_on", "updated_on_sort", "url",
]  # fmt: skip


def coverage_documents(*documents, form="csv"):
    """The list of (number such as L99001, version, title) or the same with a note."""
    return TABLES[form]([DOCUMENT_HEADS, *(_document(*document) for document in documents)])


def _document(number, version, title, note=""):
    kind = {"L": "LCD", "A": "Article"}[number[0]]
    page = f"{kind.lower()}.aspx?{kind.lower()}id={number[1:]}&ver={version}"
    url = f"https://www.cms.gov/medicare-coverage-database/view/{page}"
    day = "08/14/2098"
    return ["Nobody (MAC)", number, number[1:], kind, version, day, note, "N/A", title, day, "20980814000000", url]


COVERAGE_TABLES = {
    "procedure": ("hcpc_code_id", "hcpc_code_version", "hcpc_code_group"),
    "supports": ("icd10_code_id", "icd10_code_version", "icd10_covered_group"),
    "does_not_support": ("icd10_code_id", "icd10_code_version", "icd10_noncovered_group"),
    "modifier": ("hcpc_modifier_code_id", "hcpc_modifier_code_version", "hcpc_modifier_group"),
}


def coverage_codes(*rows, role="procedure", form="csv"):
    """The codes of articles as (article's number without its letter, version, code, group)."""
    heads = ["article_id", "article_version", *COVERAGE_TABLES[role], "range", "last_updated"]
    return TABLES[form](
        [heads, *([number, version, code, 1, group, "N", "day"] for number, version, code, group in rows)]
    )
