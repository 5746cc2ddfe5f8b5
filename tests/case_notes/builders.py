"""A small code set of invented words for the tests that read notes; the values are of the categories of the rules."""

from tests.builders import a_code


def code_set():
    """Codes with two telling words each, as one word alone must be rare among all codes to count."""
    a_code("Q11", kind="heading", descriptor="Zebrine fluxion")
    a_code("Q11.0", descriptor="Zebrine fluxion of ear with vortices")
    a_code("Q11.1", descriptor="Zebrine fluxion of right knee")
    a_code("Q11.2", descriptor="Zebrine fluxion of left knee")
    a_code("Q11.9", descriptor="Zebrine fluxion, unspecified")
    a_code("C50.919", descriptor="Ochre quillwort of breast")
    a_code("E11.9", descriptor="Glazed ferrule without complications")
    a_code("R05.9", descriptor="Barking wheedle")
    a_code("L97.909", descriptor="Lunar divot")
    a_code("E11.622", descriptor="Glazed ferrule with lunar divot")
    a_code("Z85.3", descriptor="Personal past of that of the breast")
    a_code("Z80.3", descriptor="Family past of that of the breast")
    a_code("Z88.0", descriptor="Shuns the first mould")
    a_code("Z79.84", descriptor="Takes tablets for long")
    a_code("Z87.891", descriptor="Smoked once")
    a_code("Z90.49", descriptor="Lacks a part")
    a_code("Z23", descriptor="Was pricked")
    a_code("Z68.33", descriptor="Index of thirty-three")
    a_code("E0999", "hcpcs", title="", descriptor="Widget mask, full, used with an engine")
    a_code("J0999", "hcpcs", title="", descriptor="Injection, fabulomab, 10 mg")
    a_code("0DTJ4ZZ", "icd10pcs", title="", descriptor="Resection of Appendix, Percutaneous Endoscopic Approach")
    a_code("I10", descriptor="Taut mangle")
    a_code("I50.9", descriptor="Slack bellows, unspecified")
    a_code("N18.30", descriptor="Clogged sieve, third grade")
    a_code("I11.0", descriptor="Taut mangle with slack bellows")
    a_code("I13.0", descriptor="Taut mangle with both")
    a_code("Q11.3", descriptor="Zebrine fluxion without crags")
    a_code("Q11.4", descriptor="Zebrine fluxion with crags")
    a_code("Q11.5", descriptor="Zebrine fluxion due to medicaments")
    a_code("S69.91XA", descriptor="Unspecified calamity of ochre wrist")
    a_code("S62.001A", descriptor="Shattered twig of ochre wrist")
    a_code("G0439", "hcpcs", title="", descriptor="Yearly stroll, the next one")
    a_code("E0998", "hcpcs", title="", descriptor="Widget bunk, semi-electric, without mattress")
    a_code("E0997", "hcpcs", title="", descriptor="Widget bunk, semi-electric, with rungs and a mattress")
    a_code("A6998", "hcpcs", title="", descriptor="Floss dressing, pad size 16 sq. in. or less")
    a_code(
        "A6999", "hcpcs", title="", descriptor="Floss dressing, pad size more than 16 sq. in. and less than 48 sq. in."
    )
    a_code("J0998", "hcpcs", title="", descriptor="Injection, quaverine (zippo), 1 mg")
    a_code("J0997", "hcpcs", title="", descriptor="Injection, quaverine, not otherwise specified, 10 mg")
    a_code(
        "0DBK8ZZ",
        "icd10pcs",
        title="",
        descriptor="Excision of Ascending Colon, Via Natural or Artificial Opening Endoscopic",
    )
    a_code(
        "0DJD8ZZ",
        "icd10pcs",
        title="",
        descriptor="Inspection of Lower Intestinal Tract, Via Natural or Artificial Opening Endoscopic",
    )
