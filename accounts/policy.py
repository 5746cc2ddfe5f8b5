"""Every limit on what a reader may open, the rule in words beside the number."""

from datetime import timedelta

# A guest opens one code page.
GUEST_VIEWS = 1
# A registered reader opens five more; a page opened as a guest costs none of them.
REGISTERED_VIEWS = 5
# From one network (IPv4 /24, IPv6 /56) at most fifty guests a day are given their free page.
NEW_GUESTS_PER_NETWORK_AND_DAY = 50
IPV4_PREFIX = 24
IPV6_PREFIX = 56
# What a guest opened is forgotten after ninety days without a new page, as the session is.
GUEST_METER_KEPT = timedelta(days=90)
# A page that fails within this time of being opened is given back.
SHARED_WITHIN = timedelta(minutes=1)
# A search engine that was looked up in the DNS is believed for a day.
CRAWLER_BELIEVED = timedelta(days=1)
