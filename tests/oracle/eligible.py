"""Which segments of a file may be refined, by the rules for XLIFF files alone, with lxml.

This is the second opinion on what the program finds: written from the rules, not from its code.
`python eligible.py FILE…` prints what it thinks of each segment.
"""

import re
import sys
import unicodedata
from dataclasses import dataclass

from lxml import etree

from markup import AROUND, decode

ITS = "http://www.w3.org/2005/11/its"
SDL = "http://sdl.com/FileTypes/SdlXliff/1.0"
MEMOQ = "MQXliff"
PHRASE = "http://www.memsource.com/mxlf/2.0"
TXLF = "http://www.gs4tr.org/schema/xliff-ext"


@dataclass
class Segment:
    """A pair of texts: which element holds its target, by its number in the file, and what keeps it."""

    unit: str
    name: str
    target: "int | None"
    source: int
    reason: "str | None"


class File:
    """A parsed file; elements are counted in the order of their start tags."""

    def __init__(self, text):
        bare = re.sub(r"\A\ufeff?(<\?xml[^>]*\?>)?", "", text, count=1)
        # Undeclared prefixes are no reason to stop; nothing from outside is ever loaded.
        parser = etree.XMLParser(
            recover=True,
            resolve_entities=False,
            no_network=True,
            huge_tree=True,
            load_dtd=False,
            encoding="utf-8",
        )
        self.root = etree.fromstring(bare.encode(), parser)
        self.number = {node: at for at, node in enumerate(self.root.iter(etree.Element))}
        self.ns = etree.QName(self.root).namespace
        version = self.root.get("version", "")
        self.two = self.ns.rsplit(":", 1)[-1].startswith("2.") if self.ns else version.startswith("2")
        self.with_target = self.approved = 0

    def is_(self, node, name):
        return isinstance(node.tag, str) and node.tag == (f"{{{self.ns}}}{name}" if self.ns else name)

    def child(self, node, name):
        return next((child for child in node if self.is_(child, name)), None)

    def foreign(self, node, ns, name):
        """An attribute of a vendor's namespace; where no prefix is declared, of a usual prefix."""
        usual = {SDL: "sdl", MEMOQ: "mq", PHRASE: "m", TXLF: "gs4tr", ITS: "its"}[ns]
        return node.get(f"{{{ns}}}{name}", node.get(f"{usual}:{name}", ""))

    def segments(self):
        found = []
        for file in (node for node in self.root if self.is_(node, "file")):
            units = list(self._units(file))
            self._count_approved(units)
            original, product = file.get("original", ""), file.get("product-name")
            typo3 = product is not None and original.startswith(("messages", "EXT:"))
            for unit in units:
                found.extend(self._two(unit) if self.two else self._one(unit, typo3))
        return self._settle_approval(found) if not self.two else found

    # Containers of units; what stands in anything else is no unit of this file.
    def _units(self, container):
        name = "unit" if self.two else "trans-unit"
        for child in container:
            if self.is_(child, name):
                yield child
            elif any(self.is_(child, inner) for inner in ("body", "group", "bin-unit")):
                yield from self._units(child)

    def _count_approved(self, units):
        for unit in units:
            target = self.child(unit, "target")
            if not self.two and target is not None and (len(target) or (target.text or "")):
                self.with_target += 1
                self.approved += unit.get("approved") == "yes"

    def _settle_approval(self, found):
        """Approval is a lock in mixed files only: not where nine of ten units have it."""
        usual = self.approved * 10 >= self.with_target * 9
        for segment in found:
            if segment.reason == "approved":
                segment.reason = None if usual else "protected"
        return found

    def _nearest(self, node, name):
        while node is not None:
            if node.get(name) is not None:
                return node.get(name)
            node = node.getparent()
        return None

    def _one(self, unit, typo3):
        source, target = self.child(unit, "source"), self.child(unit, "target")
        if source is None:
            return
        marks = self._marks(self.child(unit, "seg-source"))
        target_marks = self._marks(target)
        name = unit.get("id", "")
        whole = not marks or (target is not None and not target_marks and not self._blank(target))
        pairs = [("", source, target)]
        if not whole:
            free = list(target_marks)
            pairs = []
            for mark in marks:
                twin = next((other for other in free if other.get("mid") == mark.get("mid")), None)
                if twin is not None:
                    free.remove(twin)
                pairs.append((mark.get("mid", ""), mark, twin))
        for mid, from_, to in pairs:
            reason = self._unit_reason(unit, target, None if whole else mid, typo3)
            yield self._segment(name, mid, from_, to, reason)

    def _unit_reason(self, unit, target, mid, typo3):
        if any(group.get("merged-trans") == "yes" for group in unit.iterancestors()):
            return "merged"
        if self._nearest(unit, "translate") == "no" or unit.get("id", "").startswith("lockTU_"):
            return "not_translatable"
        definitions = unit.find(f"{{{SDL}}}seg-defs")
        if SDL in self.root.nsmap.values():
            if definitions is None and mid is None:
                return "not_translatable"
            if self.foreign(unit, SDL, "locktype") not in ("", "Unlocked"):
                return "locked"
        defined = [] if definitions is None else [d for d in definitions if mid is None or d.get("id") == mid]
        if any(definition.get("locked") == "true" for definition in defined):
            return "locked"
        if self.foreign(unit, MEMOQ, "locked") not in ("", "false"):
            return "locked"
        if self.foreign(unit, PHRASE, "locked") == "true":
            return "locked"
        if "true" in (self.foreign(unit, TXLF, "locked"), self.foreign(unit, TXLF, "hidden")):
            return "locked"
        state = "" if target is None else target.get("state", "")
        if state in ("final", "signed-off"):
            return "protected"
        if any(definition.get("conf") in ("ApprovedTranslation", "ApprovedSignOff") for definition in defined):
            return "protected"
        if self.foreign(unit, MEMOQ, "status") in ("ManuallyConfirmed", "Reviewer1Confirmed", "Proofread"):
            return "protected"
        if self.foreign(unit, MEMOQ, "segmentproofread") not in ("", "false"):
            return "protected"
        if self.foreign(unit, PHRASE, "confirmed") == "1":
            return "protected"
        if unit.get("approved") == "yes" and not typo3:
            return "approved"  # settled when the whole file is known
        return None

    def _two(self, unit):
        translate = self._nearest(unit, "translate")
        node, excluded = unit, False
        while node is not None:
            if self.foreign(node, ITS, "localeFilterList") or self.foreign(node, ITS, "localeFilterType"):
                excluded = not self._locale(node)
                break
            node = node.getparent()
        open_ = set()
        for segment in (child for child in unit if self.is_(child, "segment")):
            source, target = self.child(segment, "source"), self.child(segment, "target")
            if source is None:
                continue
            across = bool(open_)
            for node in source.iter():
                if self.is_(node, "sm") and node.get("translate") == "no":
                    open_.add(node.get("id"))
                elif self.is_(node, "em"):
                    open_.discard(node.get("startRef"))
            reason = None
            if translate == "no" or excluded or across or open_:
                reason = "not_translatable"
            elif segment.get("state") == "final":
                reason = "protected"
            yield self._segment(unit.get("id", ""), segment.get("id", ""), source, target, reason)

    def _locale(self, node):
        listed = self.foreign(node, ITS, "localeFilterList") or "*"
        target = self.root.get("trgLang", "").lower().replace("_", "-")
        ranges = [entry.strip().lower() for entry in listed.split(",")]
        # Enough for these files; extended ranges such as `*-CH` are the program's to know.
        inside = any(entry in ("*", target) or target.startswith(entry + "-") for entry in ranges if entry)
        return inside != (self.foreign(node, ITS, "localeFilterType") == "exclude")

    def _segment(self, unit, name, source, target, reason):
        if reason in (None, "approved", "protected"):
            if target is None or not self.text(target).strip():
                reason = "no_target"
            elif not has_text(self.text(source)):
                reason = "no_text"
        sides = [source] if target is None else [source, target]
        if reason in (None, "approved", "protected"):
            tracked = ("x-sdl-added", "x-sdl-deleted")
            if any(node.get("mtype") in tracked for side in sides for node in side.iter(etree.Element)):
                reason = "tracked_changes"
            elif target is not None and self._comment_between(target):
                reason = "not_translatable"
        place = None if target is None else self.number[target]
        return Segment(unit, name, place, self.number[source], reason)

    def _marks(self, within):
        """The segment marks in an element; only `g` and other marks are looked into."""
        if within is None:
            return []
        found = []
        for child in within:
            if self.is_(child, "mrk") and child.get("mtype") == "seg":
                found.append(child)
            elif self.is_(child, "g") or (self.is_(child, "mrk") and child.get("mtype") != "protected"):
                found.extend(self._marks(child))
        return found

    def _blank(self, node):
        return not any(isinstance(child.tag, str) for child in node) and not self.text(node).strip()

    def _comment_between(self, target):
        """A comment or instruction with content on both sides has no place in another text."""
        pieces = list(self._pieces(target))
        while pieces and pieces[0] == "aside":
            pieces.pop(0)
        while pieces and pieces[-1] == "aside":
            pieces.pop()
        return "aside" in pieces

    def _pieces(self, node):
        """What a target is made of: content, and comments aside. What is in native code is part of it."""
        if node.text:
            yield "content"
        for child in node:
            yield "content" if isinstance(child.tag, str) else "aside"
            if any(self.is_(child, name) for name in AROUND):
                yield from self._pieces(child)
                yield "content"
            if child.tail:
                yield "content"

    def text(self, node):
        """The text of a source or target: what stands inside native code is none."""
        parts = [node.text or ""]
        for child in node:
            if any(self.is_(child, name) for name in AROUND):
                parts.append(self.text(child))
            parts.append(child.tail or "")
        return "".join(parts)


def has_text(text):
    return any(unicodedata.category(c)[0] in "LN" for c in text)


def segments(text):
    """The segments of a file, given its decoded text."""
    return File(text).segments()


if __name__ == "__main__":
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            for number, segment in enumerate(segments(decode(file.read())[0]), 1):
                print(path, number, segment.unit, segment.name, segment.reason or "eligible", sep="\t")
