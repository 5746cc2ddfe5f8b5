"""What is fetched from: https, and http within this machine; nothing else, and no redirect to anything else."""

import re
import urllib.request
from ipaddress import ip_address
from urllib.parse import quote, urlsplit, urlunsplit

from codes.releases.fetch.failures import FetchFailed

HOST = re.compile(r"[\w.:-]+", re.ASCII)


def proper(url: str) -> str:
    """The address as it goes over the wire; FetchFailed where it is none that may be fetched."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise FetchFailed(url, "is no address") from None
    if parts.username or parts.password:
        raise FetchFailed(f"{parts.scheme}://{host}", "names and passwords are not sent")
    if not may_fetch(parts.scheme, host):
        raise FetchFailed(url, "only https addresses are fetched")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
    return urlunsplit((parts.scheme, parts.netloc, path, quote(parts.query, safe="/%:@!$&'()*+,;=~?"), ""))


def may_fetch(scheme: str, host: str) -> bool:
    """Over plain http anybody on the way could change the codes; within one machine nobody is on the way."""
    return bool(HOST.fullmatch(host)) and (scheme == "https" or (scheme == "http" and is_this_machine(host)))


def is_this_machine(host):
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows to https only; from this machine also to this machine, under the same host name."""

    def redirect_request(self, request, answer, code, message, headers, new):
        here, there = urlsplit(request.full_url), urlsplit(new)
        same = there.hostname == here.hostname and may_fetch(there.scheme, there.hostname or "")
        if there.scheme != "https" and not same:
            answer.close()
            raise FetchFailed(request.full_url, f"redirects to {new}, which is not https")
        return super().redirect_request(request, answer, code, message, headers, new)


def opener_for(url):
    """What opens addresses: http, https and nothing else, through the operator's proxy but for this machine."""
    proxies = {} if is_this_machine(urlsplit(url).hostname) else None
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(proxies),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        SafeRedirects(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener
