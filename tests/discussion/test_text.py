"""What readers write is plain text: nothing in it runs, hides or turns other words around."""

import pytest

from discussion.text import clean_name, clean_text, has_link, is_reserved, linked

LINK = '<a href="{0}" rel="nofollow ugc noopener">{0}</a>'


def test_it_works():
    assert (
        linked("See https://example.org/a?b=1, page 2.") == f"See {LINK.format('https://example.org/a?b=1')}, page 2."
    )


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>*{display:none}</style>",
        '<img src=x onerror="alert(1)">',
        "<a href='javascript:alert(1)'>x</a>",
        "<svg/onload=alert(1)>",
        "&lt;script&gt;alert(1)",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "JaVaScRiPt://example.org/%0aalert(1)",
    ],
)
def test_markup_and_other_schemes_are_shown_as_text(text):
    shown = str(linked(text))
    assert "<" not in shown
    assert '"' not in shown


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/", "https://example.org/"),
        ("HTTP://EXAMPLE.ORG", "HTTP://EXAMPLE.ORG"),
        ("(https://example.org/a).", "https://example.org/a"),
        ('https://example.org/"onmouseover="alert(1)', "https://example.org/"),
        ("https://example.org/'onclick='x", "https://example.org/"),
        ("https://example.org/<script>", "https://example.org/"),
        ("<b onclick=alert(1)>https://example.org/</b><i onclick=alert(2)>", "https://example.org/"),
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"),
    ],
)
def test_web_addresses_are_links_and_end_where_they_end(text, address):
    assert LINK.format(address) in linked(text)
    assert linked(text).count("<a ") == 1
    assert linked(text).count("<") == 2


@pytest.mark.parametrize(
    "text",
    [
        "https://",
        "https://[::1",
        "https://example.org:port/",
        "https://www.cms.gov@example.org/",
        "https://a\\@b.example/",
    ],
)
def test_addresses_that_hide_their_host_are_no_links(text):
    assert "<a" not in linked(text)


def test_a_megabyte_is_no_trouble():
    assert linked("https://example.org/" + "a" * 1_000_000).count("<a ") == 1
    assert len(clean_text("\n \t" * 300_000)) == 0
    assert len(clean_text("a" + "\u202e" * 1_000_000)) == 1
    assert len(linked("https://" * 100_000)) > 0


@pytest.mark.parametrize("hidden", [chr(c) for c in (0, 7, 0x1B, 0x7F, 0x9B, 0xAD, 0x200B, 0x2060, 0xFEFF, 0xE0041)])
def test_what_cannot_be_seen_is_dropped(hidden):
    assert clean_text(f"a{hidden}b") == "ab"
    assert clean_name(f"a{hidden}b") == "ab"


@pytest.mark.parametrize(
    "turning", [chr(c) for c in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)]
)
def test_what_turns_words_around_is_dropped(turning):
    assert clean_text(f"a{turning}b") == "ab"
    assert clean_name(f"a{turning}b") == "ab"


def test_line_breaks_are_kept_and_heaps_of_them_are_not():
    assert clean_text(" one\r\ntwo\rthree\u2028four\n\n\n \n\n five ") == "one\ntwo\nthree\nfour\n\n five"
    assert clean_name(" Ann\n\tCoder ") == "Ann Coder"


def test_letters_of_all_scripts_and_emoji_stay():
    words = "Ünïted שלום 你好 👩‍⚕️"
    assert clean_text(words) == words
    assert clean_name("Zoë O’Neil שלום") == "Zoë O’Neil שלום"


def test_piled_marks_are_cut():
    assert clean_text("Z" + "\u0335" * 50) == "Z" + "\u0335" * 3


@pytest.mark.parametrize(
    "name", ["Editor", "ＥＤＩＴＯＲ", "The E d i t o r", "Code-Ahead", "Éditor", "A former reader", "Ｍoderator"]
)
def test_names_of_the_house_are_known_in_disguise(name):
    assert is_reserved(name)


def test_ordinary_names_are_not_the_houses():
    assert not any(map(is_reserved, ["Ann Coder", "Edith", "Zoë", "李"]))


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org",
        "www.example.org",
        "WWW .example",
        "ftp://x",
        "[x](y)",
        "javascript:x",
        "http : // example",
        "hxxp://x",
    ],
)
def test_what_leads_somewhere_is_looked_at(text):
    assert has_link(text)


@pytest.mark.parametrize("text", ["64493 and/or 64494", "50% w/o", "See 1: yes.", "a//b? no", "(64493)"])
def test_what_leads_nowhere_is_not(text):
    assert has_link(text) == ("//" in text)
