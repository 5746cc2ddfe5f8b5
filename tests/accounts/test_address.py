"""The client's address and its network."""

import pytest
from django.test import RequestFactory

from accounts.address import client_address, network_of


def test_it_works():
    assert network_of("203.0.113.77") == "203.0.113.0/24"


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("2001:db8:aa:bb12::1", "2001:db8:aa:bb00::/56"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_networks(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "192.0.2.1"),
        (1, "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (2, "6.6.6.6, 198.51.100.1, 192.0.2.9", "198.51.100.1"),
        (2, "192.0.2.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "198.51.100.1:4711", "198.51.100.1"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_read_from_the_right(settings, proxies, forwarded, address):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address
