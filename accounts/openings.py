"""How often pages are opened, by all readers together: for whoever decides what is to be written next."""

from django.db.models import Count

from accounts.models import OpenedPage


def most_opened(limit, since, within=""):
    """[(page, number)] of the pages opened since a moment, the most opened first, in one statement.

    `page` as the ledger names it ("icd10cm/E11.9"); `within` is how its name begins. No reader is named.
    """
    pages = OpenedPage.objects.filter(opened_at__gte=since, page__startswith=within).order_by()
    counted = pages.values("page").annotate(number=Count("pk")).order_by("-number", "page")
    return list(counted.values_list("page", "number")[:limit])
