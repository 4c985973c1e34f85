from __future__ import annotations

import io

AT = "http://127.0.0.1:8477"


def test_nobody_enters_without_the_key(app):
    client = app.test_client()
    assert client.get("/", base_url=AT).status_code == 403
    assert client.get("/?token=guessed", base_url=AT).status_code == 403
    assert client.get("/static/studio.js", base_url=AT).status_code == 403
    assert client.post("/language", base_url=AT, data={"language": "en"}).status_code == 403


def test_the_key_leaves_the_address_at_once(app):
    answer = app.test_client().get("/?token=a-token-of-the-tests", base_url=AT)
    assert answer.headers["Location"] == "/"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Strict" in answer.headers["Set-Cookie"]


def test_other_hosts_are_refused(browser):
    for host in ("evil.example", "127.0.0.1.evil.example:8477", "192.168.0.7:8477"):
        assert browser.client.get("/", base_url=f"http://{host}").status_code == 403


def test_other_origins_are_refused(browser):
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8477"):
        browser.post("/language", {"language": "en"}, 403, headers={"Origin": origin})


def test_other_sites_change_nothing(browser):
    browser.post("/language", {"language": "en"}, 403, headers={"Sec-Fetch-Site": "cross-site"})
    browser.post("/language", {"language": "en"}, 303, headers={"Origin": AT, "Sec-Fetch-Site": "same-origin"})


def test_pages_may_run_nothing_but_the_studio_s_own_script(browser):
    answer = browser.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    for inline in ("<style", " style=", " onclick=", "javascript:"):
        assert inline not in answer.text


OUTSIDE = ("/world/..", "/world/%2e%2e", "/study/..%2f..%2fetc", "/answer/..", "/answer/.%2e/file/x", "/world/toy.yaml")


def test_no_address_leads_out_of_the_directory(browser):
    for path in OUTSIDE:
        browser.get(path, 404)


def opened(browser, text, code):
    data = {"file": (io.BytesIO(text if isinstance(text, bytes) else text.encode()), "mine.yaml")}
    return browser.post("/open", data, code, content_type="multipart/form-data")


def test_a_study_is_opened_under_its_own_name(browser, folder):
    text = (folder / "experiments/toy_study.yaml").read_text("utf-8").replace("name: toy_study", "name: second")
    assert opened(browser, text, 303).headers["Location"] == "/study/second"
    assert (folder / "experiments/second.yaml").read_text("utf-8") == text
    assert "is there already" in opened(browser, text, 422).text


WRONG = [
    ("../scenarios/toy.yaml", "../../../secret.yaml", "leads out"),
    ("../organisations/small.yaml", "../../../secret.yaml", "leads out"),
    ("name: third", "name: ../../over", "name"),
    ("baseline: low", "baseline: lowest", "lowest"),
    ("name: third", "nam: third", "name"),
]


def test_a_wrong_file_is_told_and_not_kept(browser, folder):
    before = sorted(folder.rglob("*"))
    text = (folder / "experiments/toy_study.yaml").read_text("utf-8").replace("name: toy_study", "name: third")
    for right, wrong, said in WRONG:
        assert said in opened(browser, text.replace(right, wrong), 422).text
        assert sorted(folder.rglob("*")) == before


def test_what_is_no_text_or_too_large_is_refused(browser, folder):
    assert "no text" in opened(browser, b"\xff\xfe\x00", 422).text
    browser.post("/open", b"x" * 1_100_000, 413, content_type="multipart/form-data; boundary=b")
    assert "no study" in opened(browser, "a: 1", 422).text
