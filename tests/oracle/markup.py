"""A small reader of XML that keeps every place in the text: elements, attributes, contents.

Written anew for the proof and from the XML specification; it shares nothing with the program. It
does not check: expat does that (`well_formed`).
"""

import codecs
import re
from dataclasses import dataclass, field
from html import unescape
from xml.parsers import expat

_TOKEN = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>"
    r"|<(?P<close>/)?(?P<name>[^\s>/]+)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)>",
    re.S,
)
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._\-]+)")


@dataclass
class Element:
    """An element and where it stands; offsets are into the decoded text."""

    name: str
    start: int
    tag_end: int
    empty: bool
    parent: "Element | None"
    attributes: dict = field(default_factory=dict)
    places: dict = field(default_factory=dict)  # attribute → its range, the space before included
    content_end: int = 0
    end: int = 0
    children: list = field(default_factory=list)

    @property
    def local(self):
        return self.name.rsplit(":", 1)[-1]

    @property
    def content(self):
        return self.tag_end, self.content_end


def decode(data):
    """The text of a file, and the codec that gives the same bytes again; the mark stays in the text."""
    for mark, codec in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if data.startswith(mark):
            return data.decode(codec), codec
    found = _DECLARED.match(data[:1024])
    codec = found.group(1).decode().lower() if found else "utf-8"
    if codec.startswith("utf-16"):
        codec = "utf-8"  # what begins with `<` and no zero is not UTF-16, whatever it says
    # What the web means by these names, and what the program reads.
    codec = {"iso-8859-1": "cp1252", "us-ascii": "cp1252", "shift_jis": "cp932"}.get(codec, codec)
    return data.decode(codec), codec


def well_formed(text):
    """Says what expat finds wrong; namespaces are not looked at."""
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(re.sub(r"\A\ufeff?(<\?xml[^>]*\?>)?", "", text, count=1).encode(), True)
    except expat.ExpatError as error:
        return str(error)
    return None


def elements(text):
    """All elements in the order of their start tags."""
    found, open_ = [], []
    for token in _TOKEN.finditer(text):
        name = token["name"]
        if name is None or name.startswith(("!", "?")):
            continue
        if token["close"]:
            element = open_.pop()
            element.content_end, element.end = token.start(), token.end()
            continue
        empty = token["rest"].endswith("/")
        parent = open_[-1] if open_ else None
        element = Element(name, token.start(), token.end(), empty, parent)
        base = token.start("rest")
        for attribute in _ATTRIBUTE.finditer(token["rest"]):
            element.attributes[attribute[1]] = unescape(attribute[2][1:-1])
            element.places[attribute[1]] = (base + attribute.start(), base + attribute.end())
        found.append(element)
        if parent:
            parent.children.append(element)
        if empty:
            element.content_end = element.end = token.end()
        else:
            open_.append(element)
    return found


AROUND = {"g", "pc", "mrk"}  # the elements whose content is text of the segment


def visible(text, start, end):
    """The characters of a range that are text, and its codes as a sorted list of raw tags."""
    characters, codes, at = [], [], start
    skipping = 0  # how deep inside a code that is taken whole
    for token in _TOKEN.finditer(text, start, end):
        if not skipping:
            characters.append(_plain(text[at : token.start()]))
        at = token.end()
        raw = token[0]
        if raw.startswith("<![CDATA["):
            if not skipping:
                characters.append(raw[9:-3])
            continue
        name = token["name"]
        if name is None or name.startswith(("!", "?")):
            continue
        empty = token["rest"].endswith("/")
        if name.rsplit(":", 1)[-1] in AROUND and not skipping:
            if not token["close"]:
                codes.append(f"<{name}{token['rest'].rstrip('/').rstrip()}>")
        elif token["close"]:
            skipping -= 1
            codes[-1] += text[max(at - len(raw), start) : at] if skipping == 0 else ""
        else:
            if not skipping:
                codes.append(raw)
            skipping += not empty
    if not skipping:
        characters.append(_plain(text[at:end]))
    return "".join(characters).replace("\r\n", "\n"), sorted(codes)


def _plain(raw):
    """Text with references resolved; `unescape` knows HTML's too, but expat has refused those."""
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")

    def one(reference):
        body = reference[1]
        if body.startswith("#x"):
            return chr(int(body[2:], 16))
        if body.startswith("#"):
            return chr(int(body[1:]))
        return {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}[body]

    return re.sub(r"&(#x[0-9a-fA-F]+|#\d+|\w+);", one, raw)
