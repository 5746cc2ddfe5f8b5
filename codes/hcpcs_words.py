"""What the indicators of HCPCS Level II mean, in words for readers.

The meanings are those of the record layout that CMS publishes with the contractor file (2019; a work of the US
government), put shortly. Pricing 40 and BETOS O1L came with the layout of 2024.
"""

from datetime import date

from django.utils.formats import date_format

from codes.systems import CPT, HCPCS

COVERAGE = {
    "C": "Carrier judgment",
    "D": "Special coverage instructions apply",
    "I": "Not payable by Medicare",
    "M": "Non-covered by Medicare",
    "S": "Non-covered by Medicare statute",
}
PRICING = {
    "00": "Not separately priced by Part B",
    "11": "Physician fee schedule: national relative value units",
    "12": "Physician fee schedule: national anesthesia base units",
    "13": "Physician fee schedule: established by carriers",
    "21": "Clinical lab fee schedule: national limitation amount",
    "22": "Clinical lab fee schedule: established by carriers",
    "31": "Frequently serviced DME, floors and ceilings apply",
    "32": "Inexpensive and routinely purchased DME, floors and ceilings apply",
    "33": "Oxygen and oxygen equipment, floors and ceilings apply",
    "34": "DME supplies, floors and ceilings apply",
    "35": "Surgical dressings, floors and ceilings apply",
    "36": "Capped rental DME, floors and ceilings apply",
    "37": "Ostomy, tracheostomy and urological supplies, floors and ceilings apply",
    "38": "Orthotics, prosthetics, prosthetic devices and vision services, floors and ceilings apply",
    "39": "Parenteral and enteral nutrition",
    "40": "Lymphedema compression treatment items",
    "45": "Customized DME items",
    "46": "DME, prosthetics, orthotics, supplies and dressings: carrier priced",
    "51": "Drugs",
    "52": "Reasonable charge",
    "53": "Statute",
    "54": "Vaccinations",
    "55": "Splints and casts",
    "56": "Intraocular lenses inserted in a physician's office",
    "57": "Other carrier priced",
    "99": "Value not established",
}
MULTIPLE_PRICING = {
    "9": "Not applicable: not separately priced by Part B, or value not established",
    "A": "Not applicable: priced under one methodology",
    "B": "Professional component by relative value units; technical component and global service by carriers",
    "C": "Physician's interpretation under the physician fee schedule; lab service under the clinical lab fee schedule",
    "D": "Physician by relative value units; clinical psychologist under that profession's fee schedule (until 1997)",
    "E": "Physician by relative value units; clinical psychologist and clinical social worker under the fee schedules "
    "of their professions (until 1997)",
    "F": "Physician by carriers; clinical psychologist and clinical social worker under the fee schedules of their "
    "professions (until 1997)",
    "G": "Reasonable charge when billed with blood products, otherwise clinical lab fee schedule",
}
BETOS = {
    "M1A": "Office visits: new",
    "M1B": "Office visits: established",
    "M2A": "Hospital visit: initial",
    "M2B": "Hospital visit: subsequent",
    "M2C": "Hospital visit: critical care",
    "M3": "Emergency room visit",
    "M4A": "Home visit",
    "M4B": "Nursing home visit",
    "M5A": "Specialist: pathology",
    "M5B": "Specialist: psychiatry",
    "M5C": "Specialist: ophthalmology",
    "M5D": "Specialist: other",
    "M6": "Consultations",
    "P0": "Anesthesia",
    "P1A": "Major procedure: breast",
    "P1B": "Major procedure: colectomy",
    "P1C": "Major procedure: cholecystectomy",
    "P1D": "Major procedure: transurethral resection of the prostate",
    "P1E": "Major procedure: hysterectomy",
    "P1F": "Major procedure: exploration, decompression or excision of a disc",
    "P1G": "Major procedure: other",
    "P2A": "Major procedure, cardiovascular: coronary artery bypass graft",
    "P2B": "Major procedure, cardiovascular: aneurysm repair",
    "P2C": "Major procedure, cardiovascular: thromboendarterectomy",
    "P2D": "Major procedure, cardiovascular: coronary angioplasty",
    "P2E": "Major procedure, cardiovascular: pacemaker insertion",
    "P2F": "Major procedure, cardiovascular: other",
    "P3A": "Major procedure, orthopedic: hip fracture repair",
    "P3B": "Major procedure, orthopedic: hip replacement",
    "P3C": "Major procedure, orthopedic: knee replacement",
    "P3D": "Major procedure, orthopedic: other",
    "P4A": "Eye procedure: corneal transplant",
    "P4B": "Eye procedure: cataract removal or lens insertion",
    "P4C": "Eye procedure: retinal detachment",
    "P4D": "Eye procedure: treatment of retinal lesions",
    "P4E": "Eye procedure: other",
    "P5A": "Ambulatory procedures: skin",
    "P5B": "Ambulatory procedures: musculoskeletal",
    "P5C": "Ambulatory procedures: inguinal hernia repair",
    "P5D": "Ambulatory procedures: lithotripsy",
    "P5E": "Ambulatory procedures: other",
    "P6A": "Minor procedures: skin",
    "P6B": "Minor procedures: musculoskeletal",
    "P6C": "Minor procedures: other, Medicare fee schedule",
    "P6D": "Minor procedures: other, non-Medicare fee schedule",
    "P7A": "Oncology: radiation therapy",
    "P7B": "Oncology: other",
    "P8A": "Endoscopy: arthroscopy",
    "P8B": "Endoscopy: upper gastrointestinal",
    "P8C": "Endoscopy: sigmoidoscopy",
    "P8D": "Endoscopy: colonoscopy",
    "P8E": "Endoscopy: cystoscopy",
    "P8F": "Endoscopy: bronchoscopy",
    "P8G": "Endoscopy: laparoscopic cholecystectomy",
    "P8H": "Endoscopy: laryngoscopy",
    "P8I": "Endoscopy: other",
    "P9A": "Dialysis services, Medicare fee schedule",
    "P9B": "Dialysis services, non-Medicare fee schedule",
    "I1A": "Standard imaging: chest",
    "I1B": "Standard imaging: musculoskeletal",
    "I1C": "Standard imaging: breast",
    "I1D": "Standard imaging: contrast gastrointestinal",
    "I1E": "Standard imaging: nuclear medicine",
    "I1F": "Standard imaging: other",
    "I2A": "Advanced imaging: CT or CTA of the brain, head or neck",
    "I2B": "Advanced imaging: CT or CTA, other",
    "I2C": "Advanced imaging: MRI or MRA of the brain, head or neck",
    "I2D": "Advanced imaging: MRI or MRA, other",
    "I3A": "Ultrasonography: eye",
    "I3B": "Ultrasonography: abdomen or pelvis",
    "I3C": "Ultrasonography: heart",
    "I3D": "Ultrasonography: carotid arteries",
    "I3E": "Ultrasonography: prostate, transrectal",
    "I3F": "Ultrasonography: other",
    "I4A": "Imaging with a procedure: heart, including cardiac catheterization",
    "I4B": "Imaging with a procedure: other",
    "T1A": "Lab tests: routine venipuncture, non-Medicare fee schedule",
    "T1B": "Lab tests: automated general profiles",
    "T1C": "Lab tests: urinalysis",
    "T1D": "Lab tests: blood counts",
    "T1E": "Lab tests: glucose",
    "T1F": "Lab tests: bacterial cultures",
    "T1G": "Lab tests: other, Medicare fee schedule",
    "T1H": "Lab tests: other, non-Medicare fee schedule",
    "T2A": "Other tests: electrocardiograms",
    "T2B": "Other tests: cardiovascular stress tests",
    "T2C": "Other tests: EKG monitoring",
    "T2D": "Other tests: other",
    "D1A": "Medical and surgical supplies",
    "D1B": "Hospital beds",
    "D1C": "Oxygen and supplies",
    "D1D": "Wheelchairs",
    "D1E": "Other DME",
    "D1F": "Prosthetic and orthotic devices",
    "D1G": "Drugs administered through DME",
    "O1A": "Ambulance",
    "O1B": "Chiropractic",
    "O1C": "Enteral and parenteral",
    "O1D": "Chemotherapy",
    "O1E": "Other drugs",
    "O1F": "Hearing and speech services",
    "O1G": "Immunizations and vaccinations",
    "O1L": "Lymphedema compression treatment items",
    "Y1": "Other, Medicare fee schedule",
    "Y2": "Other, non-Medicare fee schedule",
    "Z1": "Local codes",
    "Z2": "Undefined codes",
}
TYPE_OF_SERVICE = {
    "0": "Whole blood",
    "1": "Medical care",
    "2": "Surgery",
    "3": "Consultation",
    "4": "Diagnostic radiology",
    "5": "Diagnostic laboratory",
    "6": "Therapeutic radiology",
    "7": "Anesthesia",
    "8": "Assistant at surgery",
    "9": "Other medical items or services",
    "A": "Used durable medical equipment",
    "B": "High risk screening mammography (until 1997)",
    "C": "Low risk screening mammography (until 1997)",
    "D": "Ambulance",
    "E": "Enteral and parenteral nutrients and supplies",
    "F": "Ambulatory surgical center: facility usage for surgical services",
    "G": "Immunosuppressive drugs",
    "H": "Hospice services (until 1994)",
    "I": "Purchase of DME, installment basis (until March 1995)",
    "J": "Diabetic shoes",
    "K": "Hearing items and services",
    "L": "ESRD supplies",
    "M": "Monthly capitation payment for dialysis",
    "N": "Kidney donor",
    "P": "Lump sum purchase of DME, prosthetics or orthotics",
    "Q": "Vision items or services",
    "R": "Rental of DME",
    "S": "Surgical dressings or other medical supplies",
    "T": "Outpatient mental health limitation",
    "U": "Occupational therapy",
    "V": "Pneumococcal or flu vaccine",
    "W": "Physical therapy",
    "Y": "Second opinion on elective surgery (until 1996)",
    "Z": "Third opinion on elective surgery (until 1996)",
}
LAB_CERTIFICATION = {
    "010": "Histocompatibility testing",
    "100": "Microbiology",
    "110": "Bacteriology",
    "115": "Mycobacteriology",
    "120": "Mycology",
    "130": "Parasitology",
    "140": "Virology",
    "150": "Other microbiology",
    "200": "Diagnostic immunology",
    "210": "Syphilis serology",
    "220": "General immunology",
    "300": "Chemistry",
    "310": "Routine chemistry",
    "320": "Urinalysis",
    "330": "Endocrinology",
    "340": "Toxicology",
    "350": "Other chemistry",
    "400": "Hematology",
    "500": "Immunohematology",
    "510": "ABO group and Rh type",
    "520": "Antibody detection, transfusion",
    "530": "Antibody detection, nontransfusion",
    "540": "Antibody identification",
    "550": "Compatibility testing",
    "560": "Other immunohematology",
    "600": "Pathology",
    "610": "Histopathology",
    "620": "Oral pathology",
    "630": "Cytology",
    "800": "Radiobioassay",
    "900": "Clinical cytogenetics",
}
ASC_GROUP = {"YY": "Approved to be performed in an ambulatory surgical center"}
ACTION = {
    "A": "Code added",
    "B": "Administrative data field and long description changed",
    "C": "Long description changed",
    "D": "Code discontinued",
    "F": "Administrative data field changed",
    "N": "No maintenance for this code",
    "P": "Payment change",
    "R": "Discontinued code re-activated",
    "S": "Short description changed",
    "T": "Miscellaneous change (BETOS, type of service)",
}

# The meanings by attribute; what is not here is printed as the publisher prints it.
WORDS = {
    "coverage": COVERAGE,
    "pricing": PRICING,
    "multiple_pricing": MULTIPLE_PRICING,
    "betos": BETOS,
    "type_of_service": TYPE_OF_SERVICE,
    "lab_certification": LAB_CERTIFICATION,
    "asc_group": ASC_GROUP,
    "action": ACTION,
}
# The attributes in reading order: whether Medicare pays and how, what kind of service it is, what CMS last changed.
LABELS = {
    "coverage": "Coverage",
    "statute": "Statute",
    "coverage_manual": "Coverage Issues Manual",
    "carriers_manual": "Medicare Carriers Manual",
    "pricing": "Pricing",
    "multiple_pricing": "Multiple pricing",
    "anesthesia_units": "Anesthesia base units",
    "asc_group": "ASC payment group",
    "asc_date": "In this ASC payment group since",
    "betos": "BETOS",
    "type_of_service": "Type of service",
    "lab_certification": "Lab certification",
    "processing_note": "Processing note",
    "cross_references": "Cross reference",
    "action": "Action",
    "action_effective": "Action effective",
}
DATES = ("asc_date", "action_effective")


def facts_of(attributes: dict) -> list[tuple[str, str]]:
    """(label, text) of what CMS says of a code, in reading order: ("Coverage", "Carrier judgment (C)").

    Several values of one attribute stand in one text, with "; " between them. Cross references to codes are left out:
    `cross_references` gives them.
    """
    codes = cross_references(attributes)
    facts = []
    for key, label in LABELS.items():
        values = [value for value in _values(attributes, key) if key != "cross_references" or value not in codes]
        if values:
            facts.append((label, "; ".join(_in_words(key, value) for value in values)))
    return facts


def cross_references(attributes: dict) -> list[str]:
    """The codes and modifiers that CMS refers to from a code, as printed, in its order.

    Mostly what a deleted code, or one that Medicare does not accept, was replaced by; some are CPT.
    """
    return [value for value in _values(attributes, "cross_references") if _is_code(value)]


def _values(attributes: dict, key: str) -> list[str]:
    value = attributes.get(key) or []
    return [value] if isinstance(value, str) else value


def _is_code(value: str) -> bool:
    # Two characters are a modifier; once the publisher prints the word CPT in place of a code.
    return len(value) == 2 or any(system.pattern.fullmatch(value) for system in (HCPCS, CPT))


def _in_words(key: str, value: str) -> str:
    if key in DATES:
        return date_format(date.fromisoformat(value))
    meaning = WORDS.get(key, {}).get(value)
    return f"{meaning} ({value})" if meaning else value
