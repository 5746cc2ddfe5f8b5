"""Passkeys, with Chromium's own virtual authenticator in place of a finger, a face or a PIN."""

import json

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from accounts.models import FailedTries, Session
from tests.browser import axe
from tests.browser.steps import follow, log_in, submit
from tests.builders import PASSWORD, a_reader

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A virtual authenticator of one page."""

    def __init__(self, page, **options):
        self.session = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        made = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | options})
        self.name = {"authenticatorId": made["authenticatorId"]}

    def passkeys(self):
        return self.session.send("WebAuthn.getCredentials", self.name)["credentials"]

    def refuse(self):
        self.session.send("WebAuthn.setUserVerified", {**self.name, "isUserVerified": False})


@pytest.fixture
def page(new_page):
    """The browser of somebody with the device; test servers have no https, and localhost needs none."""
    return new_page()


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def add_a_passkey(page, name="My laptop"):
    page.goto("/accounts/2fa/webauthn/add/")
    page.get_by_label("Name").fill(name)
    press(page, "Add a passkey")


def with_a_passkey(page, user):
    """Log in, add a passkey, log out; the Device."""
    device = Device(page)
    log_in(page, user)
    add_a_passkey(page)
    log_out(page)
    return device


def log_out(page):
    page.goto("/accounts/logout/")
    submit(page, "Log out")


def test_it_works(page, member_user):
    device = Device(page)
    log_in(page, member_user)
    page.goto("/account/")
    follow(page, "Passkeys and second factor")
    follow(page, "Add a passkey")
    expect(page.get_by_label("Name")).to_have_value("Chrome on Linux")
    press(page, "Add a passkey")
    expect(page.get_by_role("status").first).to_contain_text("Your passkey is added.")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert len(device.passkeys()) == 1
    log_out(page)
    page.goto("/accounts/login/?next=/account/sign-ins/")
    press(page, "Log in with a passkey")
    assert page.url.endswith("/account/sign-ins/")
    assert page.goto("/account/").status == 200
    assert not FailedTries.objects.filter(failures__gt=0).exists()


def test_enter_in_the_name_is_the_button(page, member_user):
    Device(page)
    log_in(page, member_user)
    page.goto("/accounts/2fa/webauthn/add/")
    with page.expect_navigation():
        page.get_by_label("Name").press("Enter")
    assert Authenticator.objects.filter(type="webauthn").count() == 1


def test_a_password_alone_then_opens_nothing(page, member_user):
    with_a_passkey(page, member_user)
    log_in(page, member_user)
    expect(page.get_by_role("heading", name="Second factor")).to_be_visible()
    assert page.request.get("/account/", max_redirects=0).status == 302
    press(page, "Use your passkey")
    assert page.goto("/account/").status == 200


def test_the_passkey_is_asked_for_once_more(page, member_user):
    with_a_passkey(page, member_user)
    page.goto("/accounts/login/")
    press(page, "Log in with a passkey")
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/account/sign-ins/")
    press(page, "Use a passkey")
    assert page.url.endswith("/account/sign-ins/")


def test_a_passkey_that_was_removed_opens_nothing_and_ends_the_others(page, new_page, member_user):
    with_a_passkey(page, member_user)
    page.goto("/accounts/login/")
    press(page, "Log in with a passkey")
    session = {"name": "session", "value": "elsewhere00000000000000000000000", "url": page.url}
    Session.objects.create(
        session_key=session["value"], user=member_user, session_data="", expire_date=Session.objects.get().expire_date
    )
    page.goto("/accounts/2fa/webauthn/")
    follow(page, "Remove")
    submit(page, "Remove")
    expect(page.get_by_role("status").first).to_contain_text("The passkey is removed.")
    assert Session.objects.filter(user=member_user).count() == 1
    log_out(page)
    page.goto("/accounts/login/")
    press(page, "Log in with a passkey")
    expect(page.get_by_role("status").first).to_contain_text("The passkey was not accepted.")


def test_a_passkey_is_renamed(page, member_user):
    with_a_passkey(page, member_user)
    page.goto("/accounts/login/")
    press(page, "Log in with a passkey")
    page.goto("/accounts/2fa/webauthn/")
    follow(page, "Rename")
    page.get_by_label("Name").fill("Office")
    submit(page, "Save")
    expect(page.get_by_role("main").get_by_role("listitem")).to_contain_text(["Office"])


def test_a_refusal_is_told_and_can_be_tried_again(page, member_user):
    device = Device(page)
    log_in(page, member_user)
    page.goto("/accounts/2fa/webauthn/add/")
    device.refuse()
    button = page.get_by_role("button", name="Add a passkey", exact=True)
    button.click()
    expect(page.get_by_text("No passkey was given. Try again, or use another way.")).to_be_visible()
    expect(button).to_be_enabled()
    assert not Authenticator.objects.exists()


def test_without_javascript_the_pages_say_so_and_the_rest_works(new_page, member_user):
    page = new_page(java_script_enabled=False)
    log_in(page, member_user)
    assert page.goto("/account/").status == 200
    page.goto("/accounts/2fa/webauthn/add/")
    expect(page.get_by_text("Passkeys need JavaScript")).to_be_visible()
    expect(page.get_by_role("button", name="Add a passkey", exact=True)).to_have_count(0)


def answered(page, user):
    """What the browser would send to log in with its passkey."""
    page.goto("/accounts/login/")
    page.evaluate("window.send = HTMLFormElement.prototype.submit; HTMLFormElement.prototype.submit = () => {}")
    page.get_by_role("button", name="Log in with a passkey").click()
    field = page.locator("form[data-passkey] input[name=credential]")
    expect(field).not_to_have_value("")
    return json.loads(field.input_value())


def post(page, answer):
    """The page after a made-up answer was posted as the form would."""
    page.evaluate(
        """(answer) => {
            const form = document.querySelector("form[data-passkey]");
            form.elements.credential.value = answer;
            (window.send ?? form.submit).call(form);
        }""",
        answer,
    )


def forged_signature(answer):
    text = answer["response"]["signature"]
    answer["response"]["signature"] = text[:20] + ("A" if text[20] != "A" else "B") + text[21:]


def of_somebody_else(answer):
    import base64

    other = str(a_reader().pk).encode()
    answer["response"]["userHandle"] = base64.urlsafe_b64encode(other).decode().rstrip("=")


def unverified(answer):
    """Without the bit that says that finger, face or PIN was asked for."""
    import base64

    data = answer["response"]["authenticatorData"]
    raw = bytearray(base64.urlsafe_b64decode(data + "=="))
    raw[32] &= ~0x04
    answer["response"]["authenticatorData"] = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")


@pytest.mark.parametrize("change", [forged_signature, of_somebody_else, unverified])
def test_an_answer_that_was_changed_opens_nothing(page, member_user, change):
    with_a_passkey(page, member_user)
    answer = answered(page, member_user)
    change(answer)
    with page.expect_navigation():
        post(page, json.dumps(answer))
    expect(page.get_by_role("status").first).to_contain_text("passkey")
    assert page.request.get("/account/", max_redirects=0).status == 302


def test_an_answer_is_good_for_one_time(page, member_user):
    with_a_passkey(page, member_user)
    answer = json.dumps(answered(page, member_user))
    with page.expect_navigation():
        post(page, answer)
    assert page.goto("/account/").status == 200
    log_out(page)
    page.goto("/accounts/login/")
    with page.expect_navigation():
        post(page, answer)
    assert page.request.get("/account/", max_redirects=0).status == 302


WHOLE_BUT_EMPTY = {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"userHandle": "MQ"}}
WHOLE_BUT_EMPTY["response"] |= dict.fromkeys(["clientDataJSON", "authenticatorData", "signature"], "AA")
JUNK = [
    "",
    "null",
    "[]",
    "{}",
    '"x"',
    "17",
    "not json",
    '{"response": 3}',
    '{"id": "AA", "rawId": "AA", "response": {}}',
]
JUNK.append(json.dumps(WHOLE_BUT_EMPTY))


@pytest.mark.parametrize("junk", JUNK)
def test_nonsense_is_no_error_of_ours_and_closes_no_door(client, member_user, transactional_db, junk):
    client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    for _ in range(8):
        assert client.post("/accounts/2fa/webauthn/login/", {"credential": junk}).url == "/accounts/login/"
    assert not FailedTries.objects.filter(failures__gt=0).exists()
    client.post("/accounts/login/", {"login": member_user.email, "password": PASSWORD})
    page = client.post("/accounts/2fa/webauthn/add/", {"name": "x", "credential": junk})
    assert page.status_code == 200
    assert page.context["form"].errors


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_clean(new_page, scheme, member_user):
    page = new_page(color_scheme=scheme)
    with_a_passkey(page, member_user)
    found = []
    log_in(page, member_user)
    found += faults(page, "second factor")
    press(page, "Use your passkey")
    key = Authenticator.objects.get(type="webauthn").pk
    for path in ["2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/webauthn/reauthenticate/", "2fa/recovery-codes/"]:
        found += faults_of(page, f"/accounts/{path}")
    for path in [f"/accounts/2fa/webauthn/keys/{key}/{what}/" for what in ("edit", "remove")]:
        found += faults_of(page, path)
    found += faults_of(page, "/account/sign-ins/")
    log_out(page)
    found += faults_of(page, "/accounts/login/")
    assert not found, "\n".join(["", *found])


def faults_of(page, path):
    assert page.goto(path).status == 200
    return faults(page, path)


def faults(page, name):
    axe.load(page)
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append(f"{name}, {width} px: {wide} px wide")
        found += [f"{name}, {width} px: {line}" for line in axe.violations(page)]
    return found
