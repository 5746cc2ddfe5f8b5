"""A tiny release of every source, and every table of it in every form in which it is published."""

from tests.releases import small_files as files

# {(source, table): {file name: bytes}}: each of the files alone makes the same rows.
CM_CODES = [("Q01", "Blue fever"), ("Q010", "Blue fever, mild"), ("Q011", "Blue fever, strong"), ("Q02", "Green fever")]
CM_TABULAR = [
    files.a_chapter(
        "1",
        files.a_section(
            "Q01-Q02",
            files.a_diag(
                "Q01",
                "Blue fever",
                files.a_note("includes", "azure fever"),
                files.a_diag("Q01.0", "Blue fever, mild"),
                files.a_diag("Q01.1", "Blue fever, strong", files.a_note("inclusionTerm", "Indigo fever")),
            ),
            files.a_diag("Q02", "Green fever"),
        ),
    )
]
PCS_CODES = [("0W0", "Wobbling, Turning"), ("0W01ZZZ", "Turn Wing"), ("0W02ZZZ", "Turn Tail")]
HCPCS_CODES = [
    files.a_hcpcs_code("A9901", "Wobble board, each"),
    files.a_hcpcs_code("J9902", "Invented injection", COV="D", **{"TERM DT": "20981231"}),
    files.a_hcpcs_modifier("ZX", "Wobbled with the left hand"),
]
CPT_CODES = [("99901", "Invented service one", "INV ONE"), ("99902", "Invented service two", "INV TWO")]
PLACES = [("01", "Meadow", "A place outdoors."), ("02", "Cellar", "A place below.")]
PTP = [
    ("99901", "99902", "20980101", "*", "1", "Invented rule"),
    ("99901", "J9901", "20970101", "20981231", "0", "Invented rule"),
]
ADD_ONS = [("99902", "99901", "1", "2098001", ""), ("99903", "CCCCC", "2", "2098001", "")]
LIMITS = [("99901", 2), ("J9901", 10, 3, "Invented data")]
SERVICES = [files.a_fee("99901"), files.a_fee("99901", "26", GLOB_DAYS="090")]
LOCALITIES = [
    ("99901", "ZE", "00", "ZEBRA LAND", "1.5", "0.869", "0.575"),
    ("00902", "YE", "01", "YETI ISLANDS", "1.5", "1.081", "0.59"),
]
COUNTIES = [
    ("99901", "00", "ZEBRA LAND", "STATEWIDE", "ALL COUNTIES"),
    ("00902", "01", "YETI", "NORTH", "ICE, SNOW"),
]
FACTORS = [("99901", "00", "ZEBRA LAND", "19.30"), ("00902", "01", "YETI ISLANDS", "27.86")]
PAYMENTS = [("99901", "Invented service", "J1", "5001", "12.3456", "1234.56"), ("J9901", "Injection", "K", "", "", "")]
DRUGS = [("J9901", "Invented injection", "0.5 MG", "1234.560"), ("J9902", "Another", "1 ML", "0.1")]
DOCUMENTS = [("L99001", "7", "Wobble testing"), ("A99002", "12", "Billing of wobbles")]
ARTICLE_CODES = [("99002", "12", "99901", "1"), ("99002", "12", "J9901", "2")]

TABLES = {
    ("icd10cm", "order"): {"icd10cm_order_2099.txt": files.an_order(*CM_CODES)},
    ("icd10cm", "tabular"): {"tabular.xml": files.a_tabular(*CM_TABULAR)},
    ("icd10cm", "index"): {"index.xml": files.an_index(("Fever, blue", "Q01.0"), ("Rash", "Q02"))},
    ("icd10cm", "external causes"): {"eindex.xml": files.an_external_index(("Fall", "Q02"))},
    ("icd10cm", "drugs"): {"drug.xml": files.a_drug_table(("Wobblin", "Q01.1"))},
    ("icd10cm", "neoplasms"): {"neoplasm.xml": files.a_neoplasm_table(("Wing", "Q02"))},
    ("icd10cm", "conversion"): {
        f"conversion.{form}": files.a_conversion(["Q01.0", 2098, "Q01.9"], ["Q02", 2098, "None"], form=form)
        for form in ("csv", "xlsx")
    },
    ("icd10pcs", "order"): {"icd10pcs_order_2099.txt": files.an_order(*PCS_CODES)},
    ("icd10pcs", "tables"): {"tables.xml": files.pcs_tables(("0W0", {"1": "Wing", "2": "Tail"}))},
    ("icd10pcs", "definitions"): {"definitions.xml": files.pcs_definitions(("Turning", "Going round"))},
    ("icd10pcs", "index"): {"index.xml": files.pcs_index(("Wing, turning", "0W01"))},
    ("hcpcs", "codes"): {f"hcpcs.{form}": files.hcpcs(*HCPCS_CODES, form=form) for form in ("csv", "txt", "xlsx")},
    ("cpt", "consolidated"): {
        f"ConsolidatedCodeList.{form}": files.cpt_consolidated(*CPT_CODES, form=form) for form in ("csv", "txt")
    },
    ("cpt", "long"): {
        "LONGULT.txt": files.cpt_texts(*(code[:2] for code in CPT_CODES)),
        "LONGULF.txt": files.cpt_fixed(*(code[:2] for code in CPT_CODES)),
    },
    ("cpt", "short"): {"SHORTU.txt": files.cpt_texts(*(code[::2] for code in CPT_CODES), separator=" ")},
    ("place-of-service", "places"): {
        f"places.{form}": files.places(*PLACES, form=form) for form in ("csv", "xlsx", "xml")
    },
    **{
        ("ncci-ptp", setting): {
            f"{name}-v99-f1.{ending}": files.ptp_edits(*PTP, form=form)
            for ending, form in (("txt", "tsv"), ("xlsx", "xlsx"))
        }
        for setting, name in (("practitioner", "ccipra"), ("hospital", "ccioph"))
    },
    ("ncci-add-on", "add-ons"): {
        f"AOC_V2099Q1.{form}": files.add_on_edits(*ADD_ONS, form=form) for form in ("txt", "xlsx")
    },
    ("ncci-add-on", "bare add-ons"): {"add-ons.tsv": files.add_on_edits(*ADD_ONS, form="tsv")},
    **{
        ("mue", setting): {
            f"mue.{form}": files.unit_limits(*LIMITS, setting=setting, form=form) for form in ("csv", "xlsx")
        }
        for setting in files.MUE_SETTINGS
    },
    ("fees", "fees"): {f"PPRRVU99_JAN.{form}": files.fees(*SERVICES, form=form) for form in ("csv", "txt", "xlsx")},
    ("fees", "localities"): {
        f"GPCI2099.{form}": files.localities(*LOCALITIES, form=form) for form in ("csv", "txt", "xlsx")
    },
    ("fees", "counties"): {f"99LOCCO.{form}": files.counties(*COUNTIES, form=form) for form in ("csv", "xlsx")},
    ("fees", "anesthesia"): {f"ANES2099.{form}": files.anesthesia(*FACTORS, form=form) for form in ("csv", "xlsx")},
    ("fees", "anesthesia without the nation"): {"ANES2099.txt": files.anesthesia(*FACTORS, form="txt")},
    ("opps", "payments"): {f"addendum-b.{form}": files.addendum_b(*PAYMENTS, form=form) for form in ("csv", "xlsx")},
    ("drug-prices", "prices"): {f"asp.{form}": files.drug_prices(*DRUGS, form=form) for form in ("csv", "xlsx")},
    ("gems", "ICD-9-CM"): {"2099_I9gem.txt": files.gems(("9991", "Q010", "00000"), ("9993", "NoDx", "11000"))},
    ("gems", "ICD-10-CM"): {"2099_I10gem.txt": files.gems(("Q010", "9991", "00000"))},
    ("gems", "ICD-9-PCS"): {"gem_i9pcs.txt": files.gems(("9991", "0W01ZZZ", "00000"))},
    ("gems", "ICD-10-PCS"): {"gem_pcsi9.txt": files.gems(("0W01ZZZ", "9991", "00000"))},
    ("coverage", "documents"): {
        f"documents.{form}": files.coverage_documents(*DOCUMENTS, form=form) for form in ("csv", "xlsx")
    },
    ("coverage", "procedures"): {
        f"codes.{form}": files.coverage_codes(*ARTICLE_CODES, form=form) for form in ("csv", "xlsx")
    },
    **{
        ("coverage", role): {f"{role}.csv": files.coverage_codes(("99002", "12", value, "1"), role=role)}
        for role, value in (("supports", "Q01.0"), ("does_not_support", "Q02"), ("modifier", "ZX"))
    },
}
EACH_FILE = [(source, name, data) for (source, _), forms in TABLES.items() for name, data in forms.items()]
EACH_TABLE = [(source, table, forms) for (source, table), forms in TABLES.items()]
SOURCES = list(dict.fromkeys(source for source, _ in TABLES))


def release_of(source):
    """A whole release of a source: every table of it in its first form, by the files' names."""
    chosen = {}
    for (of, table), forms in TABLES.items():
        if of == source and " " not in table and (of, table) not in ALONE:
            name, data = next(iter(forms.items()))
            chosen[f"{table}-{name}" if name in chosen or of == "mue" else name] = data
    return chosen


# What is not loaded beside the others of its source.
ALONE = {("cpt", "consolidated")}
