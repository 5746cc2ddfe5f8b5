"""Lists of a hundred thousand rows without counting them."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class UncountedPaginator(Paginator):
    """Counts no further than a few pages: an editor narrows the search instead of leafing on."""

    FURTHEST = 2_000

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.FURTHEST].count()
