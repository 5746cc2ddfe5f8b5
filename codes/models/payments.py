"""What Medicare pays: the physician fee schedule, hospital outpatient payments, drug prices.

Relative value units and indices are without unit, amounts are US dollars.
"""

from django.db import models

from codes.models.published import Versioned, versioned


class Units(models.DecimalField):
    """Relative value units or shares, as CMS prints them: two to four decimals."""

    def __init__(self, **options):
        super().__init__(**({"max_digits": 12, "decimal_places": 4} | options))


class Dollars(models.DecimalField):
    """US dollars; drug prices have three decimals, conversion factors four."""

    def __init__(self, **options):
        super().__init__(**({"max_digits": 14, "decimal_places": 4} | options))


class Fee(Versioned):
    """One line of the national physician fee schedule relative value file. The indicators are as CMS prints them."""

    value = models.CharField(max_length=5)
    modifier = models.CharField(max_length=2, blank=True)
    qualifying = models.BooleanField(help_text="The file for participants in qualifying payment models, from 2026 on.")
    status = models.CharField(max_length=1, blank=True)
    not_used_for_medicare = models.CharField(max_length=2, blank=True)
    work = Units()
    non_facility_pe = Units()
    non_facility_na = models.BooleanField()
    facility_pe = Units()
    facility_na = models.BooleanField()
    malpractice = Units()
    non_facility_total = Units()
    facility_total = Units()
    pctc = models.CharField(max_length=2, blank=True)
    global_days = models.CharField(max_length=4, blank=True)
    preoperative = Units()
    intraoperative = Units()
    postoperative = Units()
    multiple_procedure = models.CharField(max_length=2, blank=True)
    bilateral = models.CharField(max_length=2, blank=True)
    assistant = models.CharField(max_length=2, blank=True)
    co_surgeons = models.CharField(max_length=2, blank=True)
    team = models.CharField(max_length=2, blank=True)
    endoscopic_base = models.CharField(max_length=5, blank=True)
    conversion_factor = Dollars()
    supervision = models.CharField(max_length=2, blank=True)
    calculation_flag = models.CharField(max_length=2, blank=True)
    imaging_family = models.CharField(max_length=3, blank=True)
    opps_non_facility_pe = Units(null=True, blank=True)
    opps_facility_pe = Units(null=True, blank=True)
    opps_malpractice = Units(null=True, blank=True)
    price_indicator = models.CharField(max_length=2, blank=True)

    class Meta:
        indexes = [models.Index(fields=["value"], name="fee_by_value")]
        constraints = versioned("fee", ["value", "modifier", "qualifying"])

    def __str__(self):
        return f"{self.value} {self.modifier}".strip()


class Locality(Versioned):
    """A Medicare payment locality with its geographic practice cost indices."""

    contractor = models.CharField(max_length=5)
    state = models.CharField(max_length=2)
    number = models.CharField(max_length=2)
    name = models.TextField()
    work_gpci = Units()
    pe_gpci = Units()
    malpractice_gpci = Units()

    class Meta:
        verbose_name_plural = "localities"
        constraints = versioned("locality", ["contractor", "number"])

    def __str__(self):
        return f"{self.name} ({self.state} {self.number})"


class LocalityCounties(Versioned):
    """The counties of a payment locality, as CMS lists them."""

    contractor = models.CharField(max_length=5)
    number = models.CharField(max_length=2)
    state = models.TextField()
    area = models.TextField()
    counties = models.TextField()

    class Meta:
        verbose_name_plural = "locality counties"
        constraints = versioned("locality_counties", ["contractor", "number", "state", "area"])

    def __str__(self):
        return self.area


class AnesthesiaFactor(Versioned):
    """The anesthesia conversion factor of a locality; the national one has no contractor and no number."""

    contractor = models.CharField(max_length=5, blank=True)
    number = models.CharField(max_length=2, blank=True)
    name = models.TextField()
    conversion_factor = Dollars()

    class Meta:
        constraints = versioned("anesthesia_factor", ["contractor", "number"])

    def __str__(self):
        return self.name


class OutpatientPayment(Versioned):
    """One line of Addendum B: how the hospital outpatient prospective payment system pays a code."""

    value = models.CharField(max_length=5)
    status_indicator = models.CharField(max_length=3)
    apc = models.CharField(max_length=5, blank=True)
    relative_weight = Units(null=True, blank=True)
    payment = Dollars(null=True, blank=True)
    national_copayment = Dollars(null=True, blank=True)
    minimum_copayment = Dollars(null=True, blank=True)
    inflation_coinsurance = Units(null=True, blank=True)
    adjusted_copayment = Dollars(null=True, blank=True)
    pass_through_until = models.TextField(blank=True)
    note = models.TextField(blank=True)
    changed = models.BooleanField(help_text="CMS marks what differs from its last release.")

    class Meta:
        constraints = versioned("outpatient_payment", ["value"])

    def __str__(self):
        return f"{self.value} {self.status_indicator}"


class DrugPrice(Versioned):
    """A Medicare Part B payment allowance limit for one dosage of a drug."""

    value = models.CharField(max_length=5)
    dosage = models.TextField(blank=True)
    payment_limit = Dollars(null=True, blank=True)
    coinsurance = Units(null=True, blank=True)
    vaccine_awp = Units(null=True, blank=True)
    vaccine_limit = Dollars(null=True, blank=True)
    blood_awp = Units(null=True, blank=True)
    blood_limit = Dollars(null=True, blank=True)
    clotting_factor = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        constraints = versioned("drug_price", ["value"])

    def __str__(self):
        return f"{self.value}: {self.payment_limit}"
