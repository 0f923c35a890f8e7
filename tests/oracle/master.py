"""The master test: without the changed targets and without what the program says it added, input and
output are the same text.

Knows of the program only how it names what it writes; that is the table below.
"""

import re
from collections import Counter

from markup import elements, visible

# What the program adds: element → the attribute that carries its name, and how that begins.
OWN = {
    "alt-trans": ("origin", "refineloop:"),
    "match": ("origin", "refineloop:"),
    "tool": ("tool-id", "refineloop"),
    "phase": ("phase-name", "refineloop-r"),
    "metaGroup": ("category", "refineloop:"),
}
# Containers it adds when they are missing; empty ones mean the same as none.
CONTAINERS = {"header", "phase-group", "matches", "notes", "metadata"}
# Attributes it adds: element → name, and how the value begins.
OWN_ATTRIBUTES = {"target": ("phase-name", "refineloop-r"), "segment": ("id", "refineloop-s")}
# What the policies `review` and `machine` may write: element → attributes, without their prefix.
STATES = {
    "target": ("state", "state-qualifier"),
    "segment": ("state", "subState"),
    "seg": ("conf", "origin"),
    "trans-unit": ("approved", "status", "level-edited", "trans-origin"),
}
# Declared at the root when used.
NAMESPACES = {
    "http://www.w3.org/2005/11/its",
    "urn:oasis:names:tc:xliff:matches:2.0",
    "urn:oasis:names:tc:xliff:metadata:2.0",
}


def is_own(element):
    if element.local == "note":
        category = element.attributes.get("category", "")
        return element.attributes.get("from") == "refineloop" or category.startswith("refineloop:")
    name, begin = OWN.get(element.local, (None, None))
    return name is not None and element.attributes.get(name, "").startswith(begin)


class Stripped:
    """A file without what is the program's own."""

    def __init__(self, text, declared=None, states=False):
        """`declared`: what the input's root declares; without it nothing of the root is taken out.
        `states`: whether what tells a state is taken out."""
        self.text, self.states = text, states
        everything = elements(text)
        self.own = [e for e in everything if is_own(e) and not self._within_own(e)]
        cuts = [(e.start, e.end) for e in self.own]
        gone = set(map(id, self.own))
        # Inner containers come later, so they are looked at first.
        for element in reversed(everything):
            if element.local in CONTAINERS and not self._within_own(element) and id(element) not in gone:
                inner = [c for c in element.children if id(c) in gone]
                length = element.content_end - element.tag_end if not element.empty else 0
                if length == sum(c.end - c.start for c in inner):
                    gone.add(id(element))
                    cuts.append((element.start, element.end))
        for element in everything:
            name, begin = OWN_ATTRIBUTES.get(element.local, (None, None))
            if name and element.attributes.get(name, "").startswith(begin):
                cuts.append(element.places[name])
            wanted = STATES.get(element.local, ()) if states else ()
            cuts += [at for name, at in element.places.items() if name.rsplit(":", 1)[-1] in wanted]
        root = everything[0]
        for name, value in root.attributes.items() if declared is not None else ():
            if name.startswith("xmlns:") and value in NAMESPACES and name not in declared:
                cuts.append(root.places[name])
        self.cuts = cuts
        self.root = root
        self.everything = everything
        # What is left, in order: the same elements on both sides.
        self.kept = [e for e in everything if not self._within(e, gone)]

    def _within(self, element, gone):
        while element is not None:
            if id(element) in gone:
                return True
            element = element.parent
        return False

    def _within_own(self, element):
        parent = element.parent
        while parent is not None:
            if is_own(parent):
                return True
            parent = parent.parent
        return False

    def rest(self, contents):
        """The text without its cuts and without the contents of these elements (places among `kept`)."""
        cuts = sorted(self.cuts + [self.kept[at].content for at in contents])
        parts, at = [], 0
        for start, end in cuts:
            if start >= at:
                parts.append(self.text[at:start])
            at = max(at, end)
        parts.append(self.text[at:])
        return "".join(parts)


def compare(before, after, segments, changed):
    """What is wrong with the output; nothing if all is well.

    `before` is the input, stripped; `segments` the independent view of it; `changed` maps places in it to the text that is
    expected there.
    """
    old, new = before, Stripped(after, [n for n in before.root.attributes if n.startswith("xmlns:")], before.states)
    if old.own:
        return ["the input holds work of the program already"]
    place = {id(element): at for at, element in enumerate(old.kept)}
    pairs = []
    for number, text in changed.items():
        target = segments[number].target
        if target is None:
            return [f"segment {number + 1} changed and has no target"]
        pairs.append((place[id(old.everything[target])], old.everything[segments[number].source], text))
    # Codes may move inside a target, so elements are found by counting those outside of it.
    outer = [at for at, _, _ in pairs]
    mapped = _map(old.kept, new.kept, outer)
    if mapped is None:
        return ["the elements outside of changed targets differ"]
    problems = []
    left, right = old.rest(outer), new.rest([mapped[at] for at in outer])
    if left != right:
        at = next((i for i, (a, b) in enumerate(zip(left, right)) if a != b), min(len(left), len(right)))
        problems.append(f"master: {left[max(0, at - 40):at + 60]!r} became {right[max(0, at - 40):at + 60]!r}")
    for at, source, expected in pairs:
        text, codes = visible(after, *new.kept[mapped[at]].content)
        _, was = visible(old.text, *old.kept[at].content)
        _, offered = visible(old.text, *source.content)
        if text != expected.replace("\r\n", "\n"):
            problems.append(f"text: {expected[:80]!r} was written as {text[:80]!r}")
        lost, more = Counter(was) - Counter(codes), Counter(codes) - Counter(was)
        if lost or more - Counter(offered):
            problems.append(f"codes: lost {list(lost)[:3]}, added {list(more)[:3]}")
    return problems + versions(old, new, outer)


def _said(file, element):
    """The text of a version, and which codes it has. Marks may stay behind, and halves of pairs are
    spelled another way where they stand alone."""
    text, codes = visible(file.text, *element.content)
    names = (re.match(r"<([^\s/>]+)", code)[1].rsplit(":", 1)[-1] for code in codes)
    return text, tuple(sorted(name for name in names if name not in ("mrk", "sm", "em")))


def versions(old, new, outer):
    """What is kept of old targets says what they said."""
    kept = [e for e in new.own if e.local in ("alt-trans", "match")]
    if not kept:
        return []
    texts = Counter()
    for version in kept:
        targets = [c for c in version.children if c.local == "target"]
        if len(targets) != 1:
            return ["a version without its one target"]
        texts[_said(new, targets[0])] += 1
    expected = Counter(_said(old, old.kept[at]) for at in outer)
    lost = expected - texts
    return [f"versions: {len(kept)} of {len(outer)}; lost {list(lost)[:1]!r}"] if lost or texts - expected else []


def _map(old, new, outer):
    """Places of elements after the change, by counting what stands outside of changed targets."""
    wanted, mapped = set(outer), {}
    i = j = 0
    while i < len(old) and j < len(new):
        if old[i].name != new[j].name:
            return None
        mapped[i] = j
        if i in wanted:
            end, i = old[i].end, i + 1
            while i < len(old) and old[i].start < end:
                i += 1
            end, j = new[j].end, j + 1
            while j < len(new) and new[j].start < end:
                j += 1
        else:
            i, j = i + 1, j + 1
    return mapped if i == len(old) and j == len(new) else None

