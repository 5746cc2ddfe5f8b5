"""What search engines and other sites are told: structured data, cards, sitemaps, robots.txt, opensearch.xml."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from defusedxml.ElementTree import fromstring

from codes import sitemaps
from codes.models import Code
from tests.builders import a_code, a_full_code, a_modifier, a_release

pytestmark = pytest.mark.django_db
TYPES = json.loads((Path(__file__).parents[1] / "vendor" / "schema.org" / "types.json").read_text())
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
WORDS = {"Text", "URL", "CssSelectorType", "DefinedTerm"}


# Structured data, held against the vocabulary of schema.org


def faults(node, expected=None, path=""):
    """Where a JSON-LD node breaks the vocabulary: types, properties of a type and values that it does not have."""
    kind = TYPES.get(node.get("@type"))
    if kind is None:
        return [f"{path}: no type {node.get('@type')}"]
    fits = expected is None or expected & set(kind["is"])
    found = [] if fits else [f"{path}: {node['@type']} is none of {sorted(expected)}"]
    for name, values in node.items():
        if name.startswith("@"):
            continue
        if name not in kind["properties"]:
            found.append(f"{path}/{name}: not of {node['@type']}")
            continue
        for value in values if isinstance(values, list) else [values]:
            found += value_faults(value, set(kind["properties"][name]), f"{path}/{name}")
    return found


def value_faults(value, expected, path):
    if isinstance(value, dict):
        return faults(value, expected, path)
    fits = {
        bool: "Boolean" in expected,
        int: bool(expected & {"Integer", "Number"}),
        str: bool(expected & WORDS)
        or ("Date" in expected and re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)))
        or ("Thing" in expected and str(value).startswith("http")),
    }
    return [] if fits.get(type(value)) else [f"{path}: {value!r} is none of {sorted(expected)}"]


def structured(client, address, status=200):
    page = client.get(address)
    assert page.status_code == status
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode())
    return json.loads(text)


def a_child():
    chapter = a_code("7", kind="chapter", descriptor="Invented chapter")
    return a_code("Q01.1", parent=chapter, release=a_release("icd10cm", effective="2025-10-01"))


@pytest.mark.parametrize("reader", ["guest", "member"])
@pytest.mark.parametrize("which", ["icd10cm", "cpt", "alone"])
def test_structured_data_keeps_to_the_vocabulary(request, reader, which):
    code = {"icd10cm": a_child, "cpt": a_full_code, "alone": lambda: a_code("V9901", "hcpcs")}[which]()
    told = structured(request.getfixturevalue(reader), code.url)
    assert told["@context"] == "https://schema.org"
    assert [fault for node in told["@graph"] for fault in faults(node)] == []


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "WebPage", "codeValue": "Q01"}, "/codeValue: not of WebPage"),
        ({"@type": "WebPage", "isAccessibleForFree": "no"}, "/isAccessibleForFree: 'no' is none of ['Boolean']"),
        ({"@type": "WebPage", "mainEntity": {"@type": "Code"}}, "/mainEntity: no type Code"),
        ({"@type": "WebPage", "dateModified": "soon"}, "/dateModified: 'soon' is none of ['Date', 'DateTime']"),
        (
            {"@type": "WebPage", "breadcrumb": {"@type": "MedicalCode"}},
            "/breadcrumb: MedicalCode is none of ['BreadcrumbList', 'Text']",
        ),
    ],
)
def test_the_check_of_the_vocabulary_finds_what_is_wrong(node, fault):
    assert faults(node) == [fault]


def test_structured_data_of_a_code(guest):
    code = a_child()
    page, crumbs = structured(guest, code.url)["@graph"]
    assert page["mainEntity"] == {
        "@type": "MedicalCode",
        "codeValue": "Q01.1",
        "codingSystem": "ICD-10-CM",
        "name": "Invented ailment Q01.1",
    }
    assert page["url"] == "http://testserver/icd10cm/Q01.1/"
    assert page["dateModified"] == f"{datetime.now(UTC):%Y-%m-%d}"
    assert (page["isAccessibleForFree"], page["hasPart"]["cssSelector"]) == (False, ".metered")
    assert [(step["position"], step["name"], step["item"]) for step in crumbs["itemListElement"]] == [
        (1, "ICD-10-CM", "http://testserver/browse/icd10cm/"),
        (2, "Chapter 7", "http://testserver/browse/icd10cm/7/"),
        (3, "Q01.1", "http://testserver/icd10cm/Q01.1/"),
    ]


def test_what_is_marked_as_not_free_is_there_to_be_found(guest):
    """Google: the selector must match the elements that hold the paywalled text."""
    assert 'class="section metered"' in guest.get(a_full_code().url).content.decode()


def test_a_descriptor_cannot_leave_its_script(guest):
    code = a_code(descriptor="</script><script>alert(1)</script>\u2028 & more")
    page = guest.get(code.url).content.decode()
    assert "<script>alert" not in page
    assert structured(guest, code.url)["@graph"][0]["mainEntity"]["name"] == code.descriptor


# Titles, descriptions and cards


def metas(page):
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', page)
    return dict(found)


def test_every_code_has_a_title_a_description_and_one_address_of_its_own(member):
    codes = [a_child(), a_code("Q01.2"), a_full_code(), a_code("V9901", "hcpcs")]
    pages = [member.get(f"{code.url}?utm=x").content.decode() for code in codes]
    titles = [re.search("<title>(.*?)</title>", page)[1] for page in pages]
    assert titles[0] == "ICD-10-CM Q01.1: Invented ailment Q01.1 · CodeAhead"
    assert metas(pages[0])["description"] == (
        "ICD-10-CM code Q01.1: Invented ailment Q01.1. Valid for billing, FY 2026. In Chapter 7."
    )
    assert len(set(titles)) == len({metas(page)["description"] for page in pages}) == 4
    addresses = [re.findall('<link rel="canonical" href="(.*?)">', page) for page in pages]
    assert addresses == [[f"http://testserver{code.url}"] for code in codes]


def test_the_card_of_a_code_tells_nothing_that_is_locked(guest):
    page = guest.get(a_full_code(mark="zzplantedzz").url).content.decode()
    card = {name: value for name, value in metas(page).items() if name.startswith(("og:", "twitter:"))}
    assert card["og:title"] == "CPT 99901"
    assert card["og:description"] == "CPT code 99901: Invented service 99901. Active."
    assert card["og:url"] == "http://testserver/cpt/99901/"
    assert card["og:image"].endswith("img/card.png")
    assert "zzplantedzz" not in "".join(card.values())


def test_other_pages_have_one_address_and_a_card_too(guest):
    a_child()
    for address in ("/", "/browse/", "/browse/icd10cm/", "/releases/", "/modifiers/", "/how-views-work/"):
        page = guest.get(f"{address}?utm=x").content.decode()
        assert re.findall('<link rel="canonical" href="(.*?)">', page) == [f"http://testserver{address}"]
        assert metas(page)["og:url"] == f"http://testserver{address}"


@pytest.mark.parametrize("address", ["/search/?q=nothing", "/icd10cm/Q99.9/", "/accounts/login/", "/nowhere/"])
def test_what_is_not_to_be_found_says_so(guest, address):
    assert metas(guest.get(address).content.decode())["robots"] == "noindex"


# Sitemaps


def addresses(client, address):
    """The addresses and dates of one sitemap."""
    tree = fromstring(client.get(address).content)
    return [(each.findtext(f"{MAP}loc"), each.findtext(f"{MAP}lastmod")) for each in tree]


def all_pages(client):
    """Every address of every sitemap that the index names."""
    for address, _ in addresses(client, "/sitemap.xml"):
        yield from addresses(client, address)


def test_sitemaps_hold_each_public_code_once(guest, monkeypatch):
    monkeypatch.setattr(sitemaps.Codes, "limit", 3)
    a_child()
    codes = [a_code(f"Q01.{number}") for number in range(2, 9)]
    codes += [a_code("Q02", kind="heading"), a_code("Q03", status="deleted"), a_code("99901", "cpt", title="")]
    a_modifier("50")
    a_code("11", "pos", kind="place")
    found = [address.removeprefix("http://testserver") for address, _ in all_pages(guest)]
    assert len(found) == len(set(found))
    pages = [address for address in found if re.fullmatch(r"/(icd10cm|cpt|hcpcs|icd10pcs)/[^/]+/", address)]
    assert sorted(pages) == sorted(code.url for code in Code.objects.with_pages())
    index = [address for address, _ in addresses(guest, "/sitemap.xml")]
    assert sum("sitemaps/icd10cm.xml" in address for address in index) == 4


def test_no_sitemap_is_longer_than_the_protocol_allows():
    assert all(each.limit <= 50_000 for each in sitemaps.SITEMAPS.values())


def test_every_address_of_the_sitemaps_is_a_page(guest, member_user):
    a_child()
    a_modifier("50")
    a_code("V9901", "hcpcs", release=a_release("hcpcs"))
    guest.force_login(member_user)
    found = [address.removeprefix("http://testserver") for address, _ in all_pages(guest)]
    assert {guest.get(address).status_code for address in found} == {200}


def test_a_page_is_dated_by_its_release_or_its_edit(guest):
    release = a_release(loaded_at=datetime(2026, 4, 2, tzinfo=UTC))
    a_code("Q01.1", release=release)
    a_code("Q01.2", release=release, edited_at=datetime(2026, 5, 3, tzinfo=UTC))
    a_code("Q01.3")
    assert dict(addresses(guest, "/sitemaps/icd10cm.xml")) == {
        "http://testserver/icd10cm/Q01.1/": "2026-04-02",
        "http://testserver/icd10cm/Q01.2/": "2026-05-03",
        "http://testserver/icd10cm/Q01.3/": None,
    }


@pytest.mark.parametrize(
    "address", ["/sitemaps/nothing.xml", "/sitemaps/icd10cm.xml?p=99", "/sitemaps/icd10cm.xml?p=x"]
)
def test_a_sitemap_that_is_none_is_not_found(guest, address):
    assert guest.get(address).status_code == 404


def test_a_sitemap_costs_the_same_for_one_code_and_for_many(guest, django_assert_max_num_queries):
    for number in range(40):
        a_code(f"Q01.{number:02d}", release=a_release())
    with django_assert_max_num_queries(2):
        guest.get("/sitemaps/icd10cm.xml")


# For robots and browsers


def test_robots_may_read_the_codes_and_not_the_desk(guest):
    text = guest.get("/robots.txt").content.decode()
    assert text.splitlines()[0] == "User-agent: *"
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    closed = re.findall("Disallow: (.*)", text)
    assert not any("/icd10cm/E11.9/".startswith(path) or "/browse/".startswith(path) for path in closed)


def test_a_browser_can_search_here(guest):
    a_code("Q01.1")
    page = guest.get("/").content.decode()
    (address,) = re.findall('<link rel="search" type="[^"]*" title="CodeAhead" href="(.*?)">', page)
    answer = guest.get(address)
    assert answer["Content-Type"].startswith("application/opensearchdescription+xml")
    url = fromstring(answer.content).find("{http://a9.com/-/spec/opensearch/1.1/}Url")
    template = url.attrib["template"].replace("{searchTerms}", "Q01.1").removeprefix("http://testserver")
    assert guest.get(template)["Location"] == "/icd10cm/Q01.1/"


def test_these_answers_set_no_cookie(guest):
    for address in ("/robots.txt", "/opensearch.xml", "/sitemap.xml", "/sitemaps/icd10cm.xml"):
        assert not guest.get(address).cookies
