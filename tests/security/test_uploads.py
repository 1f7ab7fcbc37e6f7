"""What is too large or broken is refused before it costs anything (security catalogue B2)."""

import pytest
from django.test import Client

from apps.registration.models import Registration
from tests.registration.visits import VISITOR_ON_SUNDAY, WHO

pytestmark = [pytest.mark.django_db, pytest.mark.servers]

HUGE = str(50_000_000)  # what the header says; the refusal comes before anything is read
FORM = "application/x-www-form-urlencoded"
FILES = "multipart/form-data; boundary=x"
WORDS = {
    "en": "This is too large",
    "zh-hans": "内容过大",
    "de": "Das ist zu groß",
}


@pytest.fixture
def browser() -> Client:
    """A browser that looks at what the server answers to an error."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize("path", ["accounts/login/", "register/details/", "me/profile/", "no/such/page/"])
@pytest.mark.parametrize("language", WORDS)
def test_50_mb_are_refused_in_the_visitors_language(browser, language, path):
    answer = browser.post(f"/{language}/{path}", b"x", content_type=FILES, CONTENT_LENGTH=HUGE)
    page = answer.content.decode()
    assert answer.status_code == 413
    assert f'<html lang="{language}">' in page
    assert WORDS[language] in page
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/api/v1/registrations/", "/api/v1/check-ins/", "/gate/pair/"])
def test_programs_get_a_problem_document(browser, path):
    answer = browser.post(path, b"{}", content_type="application/json", CONTENT_LENGTH=HUGE)
    problem = answer.json()
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (413, 413, "too_large")


def test_a_call_larger_than_memory_allows_is_a_problem_document(program):
    program.client.raise_request_exception = False
    answer = program.client.post(
        "/api/v1/registrations/", b'{"x": "' + b"x" * 2_600_000 + b'"}', content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_form_of_3_mb_is_refused_in_the_visitors_language():
    answer = Client(raise_request_exception=False).post(
        "/de/accounts/login/", b"email=" + b"x" * 3_000_000, content_type=FORM
    )
    assert answer.status_code == 413
    assert WORDS["de"] in answer.content.decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"&".join(b"a%d=1" % n for n in range(2001)), FORM),
        (b'--x\r\nContent-Disposition: form-data; name="email"', "multipart/form-data"),
        (b'--x\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n%\r\n--x--', FILES),
    ],
    ids=["too many fields", "no boundary", "broken base64"],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_and_stores_nothing(visitor_client, fair, body, kind):
    visitor_client.raise_request_exception = False
    answer = visitor_client.post(VISITOR_ON_SUNDAY.replace("/en/", "/de/"), body, content_type=kind)
    assert answer.status_code in (200, 302, 400)
    assert '<html lang="de"' in answer.content.decode() or answer.status_code == 302
    assert not Registration.objects.exists()


def test_files_beside_a_form_are_not_kept(visitor_client, fair, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("../../evil.html", b"<script>alert(1)</script>", "text/html")
    visitor_client.post("/en/me/profile/", {**WHO, "name": "Lin Yue", "picture": file})
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("path", ["/en/search/?q=%00", "/zh-hans/search/?q=a%00b", "/de/%00/"])
def test_a_nul_byte_in_an_address_is_refused_in_the_visitors_language(browser, path):
    answer = browser.get(path)
    language = path.split("/")[1]
    assert answer.status_code == 400
    assert f'<html lang="{language}">' in answer.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/search/?q=%00", "/api/v1/editions/?q=a%00b", "/api/v1/%00/"])
def test_a_nul_byte_in_a_call_is_a_problem_document(browser, path):
    answer = browser.get(path)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")
