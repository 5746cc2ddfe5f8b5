"""Downloads from a real server on this machine: broken off, gone on with, changed, refused."""

import fcntl
import io
import json
import os
import random
import signal
import ssl
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

from codes.releases.fetch import FetchFailed, asking, download, first_of
from codes.releases.fetch.downloading import LIMIT, PAUSES
from codes.releases.fetch.failures import one_line
from codes.releases.fetch.kept import clean_name
from codes.releases.fetch.network import opener_for, proper
from codes.releases.fetch.progress import Progress, in_bytes
from tests.releases.publisher import a_publisher, a_zip

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def publisher():
    with a_publisher() as publisher:
        yield publisher


@pytest.fixture
def lines():
    return []


@pytest.fixture
def get(tmp_path, lines):
    """Downloads into an empty folder without waiting between tries."""

    def get(url, **how):
        return download(url, tmp_path, **{"tell": lines.append, "pauses": (0, 0, 0), **how})

    return get


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def broken_off(publisher, get, served_path="/codes.zip", **how):
    """The address of a file of which a first run got the first 30,000 bytes."""
    url = publisher.put(served_path, cuts=[30_000], **how)
    with pytest.raises(FetchFailed, match="the connection ended after 30,000 of"):
        get(url, pauses=())
    return url


def test_it_works(publisher, get, tmp_path, lines):
    body = a_zip()

    path = get(publisher.put("/files/zip/codes.zip", body))

    assert path == tmp_path / "codes.zip"
    assert path.read_bytes() == body
    assert names_in(tmp_path) == ["codes.zip", "codes.zip.fetch"]
    assert lines == ["codes.zip: 102.5 kB"]


def test_the_folder_is_made(publisher, tmp_path):
    path = download(publisher.put("/a.zip"), tmp_path / "var" / "releases")
    assert path == tmp_path / "var" / "releases" / "a.zip"


def test_it_says_who_asks_and_wants_the_bytes_as_they_are(publisher, get):
    get(publisher.put("/a.zip"))
    [(_, headers)] = publisher.asked
    assert (headers["User-Agent"], headers["Accept-Encoding"]) == (asking.AGENT, "identity")


# Going on


def test_a_connection_cut_half_way_is_gone_on_with(publisher, get, lines):
    url = publisher.put("/codes.zip", cuts=[30_000, 40_000])

    path = get(url)

    assert path.read_bytes() == publisher.files["/codes.zip"].body
    assert publisher.ranges_asked() == [None, "bytes=30000-", "bytes=70000-"]
    total = f"{len(path.read_bytes()):,}"
    assert lines == [
        f"codes.zip: the connection ended after 30,000 of {total} bytes; trying again in 0 s",
        "codes.zip: going on after 30.0 kB",
        f"codes.zip: the connection ended after 70,000 of {total} bytes; trying again in 0 s",
        "codes.zip: going on after 70.0 kB",
        "codes.zip: 102.5 kB",
    ]


def test_a_later_run_goes_on_where_an_earlier_one_broke_off(publisher, get, tmp_path):
    url = broken_off(publisher, get)
    assert names_in(tmp_path) == ["codes.zip.fetch", "codes.zip.part"]

    path = get(url)

    assert path.read_bytes() == publisher.files["/codes.zip"].body
    assert publisher.asked[-1][1]["If-Range"] == '"one"'
    assert publisher.ranges_asked() == [None, "bytes=30000-"]


@pytest.mark.parametrize("etag", ["", 'W/"weak"'])
def test_without_a_strong_mark_the_date_says_whether_it_is_the_same(publisher, get, etag):
    url = broken_off(publisher, get, etag=etag)

    assert get(url).read_bytes() == publisher.files["/codes.zip"].body
    assert publisher.asked[-1][1]["If-Range"] == "Mon, 28 Sep 2026 10:00:00 GMT"


def test_a_file_without_any_mark_begins_anew(publisher, get):
    url = broken_off(publisher, get, etag="", modified="")

    assert get(url).read_bytes() == publisher.files["/codes.zip"].body
    assert publisher.ranges_asked() == [None, None]


def test_a_server_that_ignores_ranges_sends_the_whole(publisher, get):
    url = broken_off(publisher, get, ranges=False)

    assert get(url).read_bytes() == publisher.files["/codes.zip"].body
    assert publisher.ranges_asked() == [None, "bytes=30000-"]


@pytest.mark.parametrize("if_range", [True, False])
def test_a_file_that_has_changed_begins_anew(publisher, get, if_range):
    """Also from a server that knows ranges and not If-Range: its answer carries another mark."""
    url = broken_off(publisher, get, if_range=if_range)
    new = a_zip(codes=bytes(reversed(range(256))) * 400)
    publisher.files["/codes.zip"].body, publisher.files["/codes.zip"].etag = new, '"two"'

    assert get(url).read_bytes() == new


def test_a_file_that_has_become_shorter_begins_anew(publisher, get):
    url = broken_off(publisher, get, if_range=False)
    publisher.files["/codes.zip"].body = a_zip(codes=b"short")

    assert get(url).read_bytes() == a_zip(codes=b"short")
    assert publisher.ranges_asked() == [None, "bytes=30000-", None]


def test_a_server_that_sends_another_range_than_asked_for_begins_anew(publisher, get):
    url = broken_off(publisher, get)
    served = publisher.files["/codes.zip"]
    served.headers = {"Content-Range": f"bytes 29000-{len(served.body) - 1}/{len(served.body)}"}

    assert get(url).read_bytes() == served.body
    assert publisher.ranges_asked() == [None, "bytes=30000-", None]


def test_another_address_with_the_same_name_begins_anew(publisher, get):
    broken_off(publisher, get)
    new = a_zip(codes=b"another release")

    assert get(publisher.put("/2027/codes.zip", new)).read_bytes() == new
    assert publisher.ranges_asked() == [None, None]


@pytest.mark.parametrize("note", [None, b"", b"{", b"[]", b"\xff", b'{"url": 3}'])
def test_a_part_without_a_sound_note_begins_anew(publisher, get, tmp_path, note):
    url = broken_off(publisher, get)
    (tmp_path / "codes.zip.part").write_bytes(b"of another time" * 9)
    (tmp_path / "codes.zip.fetch").unlink()
    if note is not None:
        (tmp_path / "codes.zip.fetch").write_bytes(note)

    assert get(url).read_bytes() == publisher.files["/codes.zip"].body


def test_a_killed_run_is_gone_on_with(publisher, get, tmp_path):
    url = publisher.put("/codes.zip", hold=30_000)
    program = "import sys; from pathlib import Path; from codes.releases.fetch import download; "
    program += "download(sys.argv[1], Path(sys.argv[2]))"
    run = subprocess.Popen([sys.executable, "-c", program, url, str(tmp_path)], cwd=ROOT)
    part = tmp_path / "codes.zip.part"
    until(lambda: part.exists() and part.stat().st_size == 30_000)
    run.send_signal(signal.SIGKILL)
    run.wait()
    publisher.files["/codes.zip"].hold = None

    assert get(url).read_bytes() == publisher.files["/codes.zip"].body
    assert publisher.ranges_asked() == [None, "bytes=30000-"]


def until(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_whole_file_that_has_not_changed_is_not_sent_again(publisher, get, lines):
    url = publisher.put("/codes.zip")
    first = get(url)

    assert get(url) == first
    assert publisher.asked[-1][1]["If-None-Match"] == '"one"'
    assert lines[-1] == "codes.zip: unchanged"


def test_a_whole_file_without_a_mark_is_asked_for_by_its_date(publisher, get, lines):
    url = publisher.put("/codes.zip", etag="")
    get(url)
    get(url)
    assert publisher.asked[-1][1]["If-Modified-Since"] == "Mon, 28 Sep 2026 10:00:00 GMT"
    assert lines[-1] == "codes.zip: unchanged"


def test_a_whole_file_that_has_changed_is_replaced(publisher, get):
    url = publisher.put("/codes.zip")
    get(url)
    new = a_zip(codes=b"corrected")
    publisher.files["/codes.zip"].body, publisher.files["/codes.zip"].etag = new, '"two"'

    assert get(url).read_bytes() == new


def test_a_file_that_somebody_has_shortened_is_fetched_again(publisher, get):
    url = publisher.put("/codes.zip")
    os.truncate(get(url), 100)

    assert get(url).read_bytes() == publisher.files["/codes.zip"].body
    assert "If-None-Match" not in publisher.asked[-1][1]


# Failures that pass, and those that do not


@pytest.mark.parametrize("status", [500, 502, 503, 408, 429])
def test_a_server_in_trouble_is_asked_again(publisher, get, status, lines):
    url = publisher.put("/codes.zip", statuses=[status, status])

    assert get(url).read_bytes() == publisher.files["/codes.zip"].body
    assert len(publisher.asked) == 3
    assert f"answers {status}" in lines[0]


def test_after_the_last_try_it_fails(publisher, get):
    url = publisher.put("/codes.zip", statuses=[503] * 9)
    with pytest.raises(FetchFailed) as raised:
        get(url)
    assert str(raised.value) == f"{url}: answers 503 Service Unavailable"
    assert len(publisher.asked) == 4


def test_it_waits_between_tries(publisher, get, monkeypatch):
    waited = []
    monkeypatch.setattr(time, "sleep", waited.append)
    with pytest.raises(FetchFailed):
        get(publisher.put("/codes.zip", statuses=[503] * 9), pauses=PAUSES)
    assert waited == [2, 8, 30]


@pytest.mark.parametrize(("status", "missing"), [(404, True), (410, True), (403, False), (401, False), (400, False)])
def test_a_refusal_is_final(publisher, get, tmp_path, status, missing):
    url = publisher.put("/codes.zip", statuses=[status] * 9)
    with pytest.raises(FetchFailed, match=f"^{url}: answers {status} ") as raised:
        get(url)
    assert raised.value.missing is missing
    assert len(publisher.asked) == 1
    assert names_in(tmp_path) == []


def test_a_refusal_leaves_the_part(publisher, get, tmp_path):
    url = broken_off(publisher, get)
    publisher.files["/codes.zip"].statuses = [403]
    with pytest.raises(FetchFailed):
        get(url)
    assert get(url).read_bytes() == publisher.files["/codes.zip"].body
    assert publisher.ranges_asked()[-1] == "bytes=30000-"


def test_nobody_listening(publisher, get):
    with a_publisher() as gone:
        url = gone.url("/codes.zip")
    with pytest.raises(FetchFailed, match=r"codes.zip: cannot be reached \(Connection refused\)$"):
        get(url)


def test_a_name_that_nobody_knows(get):
    opener = an_opener(URLError(OSError(-2, "Name or service not known")))
    with pytest.raises(FetchFailed, match=r"cannot be reached \(Name or service not known\)$"):
        get("https://nowhere.invalid/codes.zip", opener=opener)
    assert opener.opened == 4


def test_a_certificate_that_is_not_accepted(get):
    error = ssl.SSLCertVerificationError(1, "failed")
    error.verify_message = "self-signed certificate"
    opener = an_opener(URLError(error))
    with pytest.raises(FetchFailed, match=r"its certificate is not accepted \(self-signed certificate\)$"):
        get("https://nowhere.invalid/codes.zip", opener=opener)
    assert opener.opened == 1


@pytest.mark.parametrize("error", [TimeoutError("timed out"), ConnectionResetError(104, "Connection reset by peer")])
def test_a_silent_server(get, error):
    with pytest.raises(FetchFailed, match=rf"cannot be reached \({error.strerror or error}\)$"):
        get("https://nowhere.invalid/codes.zip", opener=an_opener(error))


def an_opener(error):
    class Opener:
        opened = 0

        def open(self, request, timeout):
            assert timeout == asking.TIMEOUT
            self.opened += 1
            raise error

    return Opener()


def test_a_server_that_falls_silent_in_the_middle(publisher, get, monkeypatch):
    monkeypatch.setattr(asking, "TIMEOUT", 0.2)
    url = publisher.put("/codes.zip", hold=30_000)
    with pytest.raises(FetchFailed, match=r"the connection broke after 30,000 bytes \(timed out\)"):
        get(url, pauses=())


def test_a_chunked_answer_that_breaks_off(publisher, get):
    """Without a length only the chunks tell."""
    body = b"%x\r\n%s\r\n" % (30_000, bytes(30_000)) + b"ffff\r\nshort"
    publisher.put("/codes.zip", body, length=False, headers={"Transfer-Encoding": "chunked"})
    with pytest.raises(FetchFailed, match="the connection broke after 30,0"):
        get(publisher.url("/codes.zip"), pauses=())


def test_a_rest_without_a_length_that_breaks_off(publisher, get):
    """Its range tells how long the whole is."""
    url = broken_off(publisher, get)
    publisher.files["/codes.zip"].length, publisher.files["/codes.zip"].cuts = False, [20_000]
    with pytest.raises(FetchFailed, match="the connection ended after 50,000 of"):
        get(url, pauses=())
    assert get(url).read_bytes() == publisher.files["/codes.zip"].body


def test_a_file_without_a_length(publisher, get):
    url = publisher.put("/codes.zip", length=False)
    assert get(url).read_bytes() == publisher.files["/codes.zip"].body


def test_an_odd_success(publisher, get):
    url = publisher.put("/codes.zip", statuses=[204])
    with pytest.raises(FetchFailed, match="answers 204 No Content"):
        get(url)


def test_a_full_disk(publisher, get, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FetchFailed, match="cannot be written to .*: No space left on device"):
        get(publisher.put("/codes.zip"))
    assert len(publisher.asked) == 1


def test_two_runs_into_one_folder(publisher, get, tmp_path):
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        with pytest.raises(FetchFailed, match="another run is fetching into"):
            get(publisher.put("/codes.zip"))
    finally:
        os.close(handle)
    assert get(publisher.url("/codes.zip")).is_file()


# What is sent


@pytest.mark.parametrize("type", ["text/html", "text/html; charset=utf-8", "application/xhtml+xml"])
def test_a_web_page_where_a_file_was_promised(publisher, get, tmp_path, type):
    url = publisher.put("/codes.csv", b"Accept the licence", type=type)
    with pytest.raises(FetchFailed) as raised:
        get(url)
    assert str(raised.value) == f"{url}: the address answers with a web page, not a file"
    assert raised.value.missing
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    "page",
    [
        b"<!doctype HTML><p>",
        b"\xef\xbb\xbf\r\n <html lang=en>",
        b'<?xml version="1.0"?>\n<!-- a --><!-- b --><!DOCTYPE html PUBLIC "x">',
    ],
)
def test_a_web_page_that_passes_for_a_file(publisher, get, tmp_path, page):
    with pytest.raises(FetchFailed, match="answers with a web page"):
        get(publisher.put("/codes.csv", page, type="application/octet-stream"))
    assert names_in(tmp_path) == []


def test_the_licence_page_is_pointed_out(publisher, get):
    publisher.put("/license/ama", b"<html>", type="text/html")
    with pytest.raises(FetchFailed, match="not a file; --from wants the address behind file=$"):
        get(publisher.url("/license/ama?file=/files/zip/a.zip"))


@pytest.mark.parametrize("body", [b'<?xml version="1.0"?><CodeSystem/>', b"code,words\n<html>,x\n", b"<htmlish/>"])
def test_other_texts_are_no_web_pages(publisher, get, body):
    assert get(publisher.put("/codes.xml", body, type="text/xml")).read_bytes() == body


def test_a_zip_that_is_damaged_inside(publisher, get, tmp_path):
    body = bytearray(a_zip())
    body[5000] ^= 1
    with pytest.raises(FetchFailed, match="the zip is damaged: codes has the wrong check sum|Bad CRC"):
        get(publisher.put("/codes.zip", bytes(body)))
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("name", ["codes.zip", "codes.XLSX"])
def test_what_is_called_a_zip_and_is_none(publisher, get, name):
    with pytest.raises(FetchFailed, match="the zip is damaged: File is not a zip file"):
        get(publisher.put(f"/{name}", b"code,words\n"))


def test_a_zip_of_another_name_is_read_too(publisher, get):
    with pytest.raises(FetchFailed, match="the zip is damaged"):
        get(publisher.put("/download", a_zip()[:5000]))


def test_damaged_zips_are_never_given_back(publisher, get):
    """Bytes flipped and the end cut off: the same contents, or FetchFailed."""
    chance = random.Random(7)
    contents = {"codes": b"A00 Cholera\n" * 40, "notes": b"n" * 90}
    whole = a_zip(**contents)
    failed = 0
    for turn in range(150):
        body = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            body[chance.randrange(len(body))] = chance.randrange(256)
        body = bytes(body[: chance.choice([len(body), chance.randrange(1, len(body))])])
        try:
            path = get(publisher.put(f"/{turn}.zip", body), pauses=())
        except FetchFailed as failure:
            failed += 1
            assert "\n" not in str(failure)
        else:
            with zipfile.ZipFile(path) as archive:
                assert {archive.read(name) for name in archive.namelist()} <= set(contents.values())
    assert 100 < failed < 150


def test_an_empty_file(publisher, get):
    with pytest.raises(FetchFailed, match="the file is empty"):
        get(publisher.put("/codes.csv", b"", type="text/csv"))


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(publisher, get, tmp_path, monkeypatch):
    monkeypatch.setattr(asking, "TIMEOUT", 1)
    with pytest.raises(FetchFailed, match="is larger than 1.0 kB$"):
        get(publisher.put("/codes.zip", hold=0), limit=1000)
    assert names_in(tmp_path) == []


def test_a_file_that_turns_out_to_be_too_large_is_dropped(publisher, get, tmp_path):
    with pytest.raises(FetchFailed, match="is larger than 1.0 kB$"):
        get(publisher.put("/codes.zip", length=False), limit=1000)
    assert names_in(tmp_path) == []


def test_the_usual_limit():
    assert LIMIT == 2 * 1024 * 1024 * 1024


def test_what_is_packed_unasked_is_refused(publisher, get):
    with pytest.raises(FetchFailed, match="is sent packed as gzip"):
        get(publisher.put("/codes.csv", b"x", type="text/csv", headers={"Content-Encoding": "gzip"}))


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://ftp.example.org/codes.zip",
        "http://www.example.org/codes.zip",
        "http://127.0.0.1.example.org/codes.zip",
        "http://10.0.0.1/codes.zip",
        "data:,x",
        "codes.zip",
        "",
        "https://",
        "https:///codes.zip",
        "https://exa mple.org/codes.zip",
        "https://ex\u00e4mple.org/codes.zip",
    ],
)
def test_only_https_is_fetched(get, url, tmp_path):
    with pytest.raises(FetchFailed, match="only https addresses are fetched$"):
        get(url)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("url", ["https://[::1/codes.zip", "https://example.org:port/codes.zip"])
def test_what_is_no_address(get, url):
    with pytest.raises(FetchFailed, match="is no address$"):
        get(url)


def test_passwords_are_neither_sent_nor_shown(get):
    with pytest.raises(FetchFailed) as raised:
        get("https://user:secret@example.org/codes.zip")
    assert str(raised.value) == "https://example.org: names and passwords are not sent"


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("https://example.org/a.zip", "https://example.org/a.zip"),
        (" https://example.org/Code Descriptions.zip ", "https://example.org/Code%20Descriptions.zip"),
        ("https://example.org/Code%20Descriptions.zip", "https://example.org/Code%20Descriptions.zip"),
        ("https://example.org/a.zip?agree=yes&next=a b#top", "https://example.org/a.zip?agree=yes&next=a%20b"),
        ("http://localhost:8000/a.zip", "http://localhost:8000/a.zip"),
        ("http://[::1]/a.zip", "http://[::1]/a.zip"),
    ],
)
def test_addresses_are_made_ready_for_the_wire(given, sent):
    assert proper(given) == sent


def test_a_redirect_on_the_same_host_is_followed(publisher, get):
    publisher.put("/new/name.zip")
    path = get(publisher.put("/codes.zip", redirect="/new/name.zip"))
    assert path.name == "codes.zip"
    assert path.read_bytes() == publisher.files["/new/name.zip"].body


def test_the_rest_is_asked_for_behind_a_redirect_too(publisher, get):
    url = publisher.put("/codes.zip", redirect="/new/name.zip")
    publisher.put("/new/name.zip", cuts=[30_000])
    assert get(url).read_bytes() == publisher.files["/new/name.zip"].body
    assert publisher.ranges_asked() == [None, None, "bytes=30000-", "bytes=30000-"]


@pytest.mark.parametrize("to", ["http://localhost:{port}/b.zip", "http://example.org/b.zip", "ftp://127.0.0.1/b.zip"])
def test_a_redirect_to_elsewhere_without_https_is_refused(publisher, get, to):
    publisher.put("/b.zip")
    to = to.format(port=publisher.port)
    url = publisher.put("/codes.zip", redirect=to)
    with pytest.raises(FetchFailed) as raised:
        get(url)
    assert str(raised.value) == f"{url}: redirects to {to}, which is not https"


def test_a_redirect_to_a_file_of_this_machine_is_refused(publisher, get):
    with pytest.raises(FetchFailed, match="answers 302 "):
        get(publisher.put("/codes.zip", redirect="file:///etc/passwd"))


def test_redirects_in_a_circle(publisher, get):
    with pytest.raises(FetchFailed, match="answers 302 .*infinite loop") as raised:
        get(publisher.put("/codes.zip", redirect="/codes.zip"))
    assert "\n" not in str(raised.value)


def test_only_http_and_https_can_be_opened():
    schemes = opener_for("https://example.org/").handle_open
    assert set(schemes) - {"http", "https", "unknown"} == set()


def test_this_machine_is_asked_without_the_proxy(monkeypatch, publisher, get):
    monkeypatch.setenv("http_proxy", "http://proxy.invalid:3128")
    assert get(publisher.put("/codes.zip")).is_file()


def test_others_are_asked_through_the_operators_proxy(monkeypatch):
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    [handler] = [each for each in opener_for("https://example.org/").handlers if hasattr(each, "proxies")]
    assert handler.proxies["https"] == "http://proxy.invalid:3128"


# Names


def test_the_server_may_name_the_file(publisher, get, tmp_path):
    url = publisher.put("/download", headers={"Content-Disposition": 'attachment; filename="July 2026.zip"'})
    assert get(url) == tmp_path / "July 2026.zip"
    assert get(url) == tmp_path / "July 2026.zip"
    assert names_in(tmp_path) == ["July 2026.zip", "download.fetch"]


@pytest.mark.parametrize("name", ["../../evil.zip", "/etc/evil.zip", "..\\evil.zip", "C:\\evil.zip", ".evil.zip"])
def test_a_name_never_leads_out_of_the_folder(publisher, get, tmp_path, name):
    url = publisher.put("/download", headers={"Content-Disposition": f'attachment; filename="{name}"'})
    assert get(url) == tmp_path / "evil.zip"


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("/files/zip/rvu26a.zip", "rvu26a.zip"),
        ("/files/zip/", "zip"),
        ("", "file"),
        ("..", "file"),
        ("...", "file"),
        ("a\x00b\n.zip", "a_b_.zip"),
        ("Gr\u00f6\u00dfe*?.zip", "Gr__e__.zip"),
        ("codes.zip.part", "codes.zip"),
        ("codes.zip.fetch.PART", "codes.zip"),
        (".part", "part"),
        ("x" * 500 + ".zip", "x" * 116 + ".zip"),
    ],
)
def test_names_are_cleaned(given, cleaned):
    assert clean_name(given) == cleaned


# Several names for one file


def test_the_first_name_at_which_there_is_a_file(publisher, tmp_path):
    page = publisher.put("/page.zip", b"<html>", type="text/html")
    there = publisher.put("/there.zip")
    path = first_of([publisher.url("/no.zip"), page, there, publisher.url("/never.zip")], tmp_path)
    assert path.name == "there.zip"
    assert [asked for asked, _ in publisher.asked] == ["/no.zip", "/page.zip", "/there.zip"]


def test_no_file_under_any_name(publisher, tmp_path):
    names = [publisher.url(f"/{n}.zip") for n in range(3)]
    with pytest.raises(FetchFailed) as raised:
        first_of(names, tmp_path)
    assert str(raised.value) == f"{names[0]}: answers 404 Not Found (nor is it under 2 other names)"
    assert raised.value.missing


def test_a_server_in_trouble_is_not_taken_for_a_missing_file(publisher, tmp_path):
    names = [publisher.put("/a.zip", statuses=[503] * 9), publisher.put("/b.zip")]
    with pytest.raises(FetchFailed, match="/a.zip: answers 503"):
        first_of(names, tmp_path, pauses=(0,))


# Progress


def progress(total, steps, seconds, monkeypatch):
    """The lines told while `steps` bytes are there after `seconds` each."""
    told, now = [], [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    with Progress("codes.zip", total, 0, told.append) as shown:
        for done in steps:
            now[0] += seconds
            shown(done)
    return told


def test_a_line_for_every_tenth(monkeypatch):
    steps = range(5_000_000, 100_000_001, 5_000_000)
    assert progress(100_000_000, steps, 1, monkeypatch) == [
        *(f"codes.zip: {tenth}0 % of 100.0 MB" for tenth in range(1, 10)),
        "codes.zip: 100.0 MB",
    ]


def test_a_line_every_ten_seconds(monkeypatch):
    assert progress(None, [1_000_000, 2_000_000, 3_000_000], 5, monkeypatch) == [
        "codes.zip: 2.0 MB",
        "codes.zip: 3.0 MB",
    ]
    assert progress(100_000_000, [1_000_000, 2_000_000], 10, monkeypatch) == [
        "codes.zip: 1 % of 100.0 MB",
        "codes.zip: 2 % of 100.0 MB",
        "codes.zip: 2.0 MB",
    ]


def test_a_fast_download_is_one_line(monkeypatch):
    steps = range(100_000, 1_000_001, 100_000)
    assert progress(1_000_000, steps, 0.01, monkeypatch) == ["codes.zip: 1.0 MB"]


def test_a_terminal_shows_a_bar(publisher, get, lines, monkeypatch):
    @contextmanager
    def a_terminal():
        terminal = io.StringIO()
        terminal.isatty = lambda: True
        monkeypatch.setattr(sys, "stderr", terminal)
        yield terminal
        monkeypatch.undo()

    with a_terminal() as terminal:
        get(publisher.put("/codes.zip"))
    assert "codes.zip: 100%" in terminal.getvalue()
    assert lines == []


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (21_300_000, "21.3 MB"), (2 * 1024**3, "2.1 GB")],
)
def test_sizes_in_words(number, words):
    assert in_bytes(number) == words


def test_errors_are_one_line():
    assert one_line("The server\n said:\r\n\tno") == "The server said: no"


def test_the_note_says_what_a_part_is_of(publisher, get, tmp_path):
    url = broken_off(publisher, get)
    assert json.loads((tmp_path / "codes.zip.fetch").read_text()) == {
        "url": url,
        "etag": '"one"',
        "modified": "Mon, 28 Sep 2026 10:00:00 GMT",
    }
