"""Search engines, believed once reverse and forward DNS agree (as the engines themselves advise)."""

import re
import socket
from ipaddress import ip_address

from django.core.cache import cache

from accounts.address import client_address
from accounts.policy import CRAWLER_BELIEVED, CRAWLER_DOUBTED

# What the user agent must hold, and the domains that the engine says its crawlers stand in.
ENGINES = {
    "googlebot": (".googlebot.com", ".google.com"),
    "bingbot": (".search.msn.com",),
    "applebot": (".applebot.apple.com",),
    "duckduckbot": (".duckduckgo.com",),
}
NAMES = re.compile("|".join(ENGINES), re.IGNORECASE)


def is_search_engine(request):
    """Whether the client is a search engine's crawler by name and by DNS; the answer is kept."""
    named = NAMES.search(request.headers.get("User-Agent", ""))
    if not named:
        return False
    address = client_address(request)
    engine = named.group().lower()
    key = f"crawler:{engine}:{address}"
    known = cache.get(key)
    if known is None:
        known = dns_agrees(address, ENGINES[engine])
        kept = CRAWLER_BELIEVED if known else CRAWLER_DOUBTED
        cache.set(key, known, kept.total_seconds())
    return known


def dns_agrees(address, domains):
    """Whether the address's name lies in one of `domains` and that name leads back to the address."""
    try:
        host = socket.gethostbyaddr(address)[0].lower()
        if not host.endswith(domains):
            return False
        found = {ip_address(entry[4][0]) for entry in socket.getaddrinfo(host, None)}
        return ip_address(address) in found
    except (OSError, ValueError):
        return False
