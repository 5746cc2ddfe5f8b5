"""The widget of the National Library of Medicine, in a form of another site, asks our interface in place of its own."""

import re
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import expect

from codes.search import find

TESTS = Path(__file__).parent.parent


class Quiet(SimpleHTTPRequestHandler):
    """Serves the folder of tests and prints nothing."""

    def log_message(self, *args):
        pass


@pytest.fixture
def form(page, site):
    """The form, open in the browser; its server is no part of our site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=TESTS))
    Thread(target=server.serve_forever, daemon=True).start()
    page.goto(f"http://127.0.0.1:{server.server_port}/browser/autocomplete.html?site={site}")
    yield page
    server.shutdown()
    server.server_close()


def type_into(form, label, text):
    """Type as a person does, once this process has read the word lists and the index of the search."""
    for end in range(1, len(text) + 1):
        find(text[:end], typing=True)
    form.get_by_label(label).press_sequentially(text, delay=50)


def offered(form):
    """The list that the widget shows under the field."""
    return form.locator("#completionOptions tbody tr, #completionOptions li")


def test_typed_words_bring_a_list_and_a_choice_by_keyboard_fills_the_code(form):
    type_into(form, "Diagnosis", "whistling cuf")
    expect(offered(form).first).to_contain_text("A00.1")
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    expect(form.get_by_label("Diagnosis")).to_have_value(re.compile("^Wobble of right elbow, with afternoon drift"))
    expect(form.get_by_label("Code")).to_have_value("A00.1")


def test_a_typed_code_brings_the_codes_that_begin_so(form):
    type_into(form, "Diagnosis", "A00")
    expect(offered(form)).to_have_count(3)
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    expect(form.get_by_label("Code")).to_have_value("A00.0")


def test_the_widget_reads_our_value_sets_too(form):
    type_into(form, "By FHIR", "drift sho")
    expect(offered(form).first).to_contain_text("Drift of shoulder")
