"""Search engines are believed once reverse and forward DNS agree."""

import socket

import pytest
from django.test import Client

from accounts import crawlers
from accounts.models import OpenedPage
from tests.builders import a_code

pytestmark = pytest.mark.django_db
ROBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"


@pytest.fixture
def dns(monkeypatch):
    """A name service of two tables; counts how often it is asked."""
    names = {"66.249.66.1": "crawl-66-249-66-1.googlebot.com", "203.0.113.5": "googlebot.com.evil.example"}
    addresses = {"crawl-66-249-66-1.googlebot.com": "66.249.66.1"}
    asked = []

    def by_address(address):
        asked.append(address)
        if address not in names:
            raise socket.herror(1, "Unknown host")
        return names[address], [], [address]

    def by_name(host, port):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (addresses[host], 0))]

    monkeypatch.setattr(socket, "gethostbyaddr", by_address)
    monkeypatch.setattr(socket, "getaddrinfo", by_name)
    return asked


def robot(address):
    return Client(REMOTE_ADDR=address, HTTP_USER_AGENT=ROBOT)


def test_it_works(dns):
    codes = [a_code(f"Q{i:02d}.1") for i in range(3)]
    assert {robot("66.249.66.1").get(code.url).status_code for code in codes} == {200}
    assert OpenedPage.objects.count() == 0
    assert dns == ["66.249.66.1"]


@pytest.mark.parametrize("address", ["203.0.113.5", "198.51.100.7"])
def test_who_only_says_so_is_a_guest(dns, address):
    first, second = a_code("Q01.1"), a_code("Q02.1")
    browser = robot(address)
    assert browser.get(first.url).status_code == 200
    assert browser.get(second.url).status_code == 403
    assert OpenedPage.objects.count() == 1


def test_a_readers_browser_is_not_looked_up(dns, guest):
    guest.get(a_code().url)
    assert dns == []


def test_a_name_that_leads_elsewhere_is_not_believed(dns, monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port: [(2, 1, 6, "", ("192.0.2.9", 0))])
    assert not crawlers.dns_agrees("66.249.66.1", (".googlebot.com",))
