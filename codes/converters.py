"""What may stand in an address."""

from codes.systems import SYSTEMS


class SystemConverter:
    """The key of a code system."""

    regex = "|".join(SYSTEMS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
