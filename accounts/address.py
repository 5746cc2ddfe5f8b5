"""The client's address, and the network that a day's guests are counted by."""

import hashlib
import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.utils import timezone

from accounts.policy import IPV4_PREFIX, IPV6_PREFIX


def client_address(request):
    """The address of the client as the outermost trusted proxy saw it, or "" where none can be told.

    Each proxy appends the address it was called from, so only what our own proxies wrote counts: the entry
    TRUSTED_PROXIES from the right. What stands further left is the client's own claim.
    """
    proxies = settings.TRUSTED_PROXIES
    if proxies == 0:
        return request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    return without_port(hops[-proxies]) if len(hops) >= proxies else request.META.get("REMOTE_ADDR", "")


def without_port(hop):
    """`192.0.2.1:4711` and `[2001:db8::1]:4711` without the port that some proxies add."""
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def network_of(address):
    """The network of an address (IPv4 /24, IPv6 /56) as text; "unknown" for what is no address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return "unknown"
    ip = getattr(ip, "ipv4_mapped", None) or ip
    prefix = IPV4_PREFIX if ip.version == 4 else IPV6_PREFIX
    return str(ip_network(f"{ip}/{prefix}", strict=False))


def network_name(request):
    """A keyed hash of the client's network; the key changes with the day, so that days cannot be joined."""
    day = timezone.now().date().isoformat()
    key = hmac.digest(settings.SECRET_KEY.encode(), b"network of " + day.encode(), "sha256")
    return hmac.new(key, network_of(client_address(request)).encode(), hashlib.sha256).hexdigest()
