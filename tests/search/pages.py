"""How tests ask the search page, and read its answer."""

import html
import re

SEARCH, FILE, SUGGESTIONS = "/search/", "/search/results.csv", "/search/suggest/"
MARK = "zzplantedzz"


def text_of(page):
    """What a page says in its main part, in one line."""
    main = page.text.split("<main", 1)[1].split("</main>", 1)[0]
    main = re.sub(r"</?(a|strong|span)\b[^>]*>", "", main)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def found(page):
    """The values of the results in order of the alphabet: their ranking is told in test_find.py."""
    listed = page.text.partition('<ol class="results"')[2].partition("</ol>")[0]
    return sorted(re.findall(r'<span class="code">([^<]*)</span>', listed))


def search(client, text="blue fever", status=200, **asked):
    page = client.get(SEARCH, {"q": text} | asked)
    assert page.status_code == status
    return page


def addresses(page, words):
    """Where the links lead that say so."""
    links = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', page.text)
    return [html.unescape(url) for url, said in links if words in " ".join(re.sub(r"<[^>]*>", "", said).split())]
