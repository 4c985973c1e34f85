"""What a browser sends for a form of a page when nothing is touched."""

from __future__ import annotations

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict


class _Reader(HTMLParser):
    """Collects the controls of every form of a page, each form's in a list of pairs."""

    def __init__(self):
        super().__init__()
        self.forms = []
        self._select = None
        self._text = None

    def handle_data(self, data):
        if self._text is not None:
            self._text[1] += data

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append([])
        elif tag == "input" and self.forms and "name" in given:
            kind = given.get("type", "text")
            if kind == "file" or (kind == "checkbox" and "checked" not in given):
                return
            self.forms[-1].append((given["name"], given.get("value", "")))
        elif tag == "select":
            self._select = [given["name"], None]
        elif tag == "textarea":
            self._text = [given["name"], ""]
        elif tag == "option" and self._select is not None and ("selected" in given or self._select[1] is None):
            self._select[1] = given["value"]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.forms[-1].append(tuple(self._text))
            self._text = None
        if tag == "select" and self.forms:
            self.forms[-1].append(tuple(self._select))
            self._select = None


def largest_form(html):
    """Return the controls of the form with most of them, as a browser sends them."""
    reader = _Reader()
    reader.feed(html)
    return MultiDict(max(reader.forms, key=len))
