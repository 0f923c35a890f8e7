"""The judges, shown outputs that are wrong: one that finds nothing proves nothing."""

import eligible
import master

BEFORE = (
    '<?xml version="1.0"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file original="a" source-language="en" target-language="de" datatype="x"><body>'
    '<trans-unit id="1"><source>a <x id="1"/></source><target state="new" >alt <x id="1"/></target>'
    "<note>n</note><alt-trans><target>alt</target></alt-trans></trans-unit> "
    '<trans-unit id="2" translate="no"><source>b</source><target>B</target></trans-unit>'
    "</body></file></xliff>\n"
)
RIGHT = BEFORE.replace(">alt <x", ">neu &amp; <x")
VERSION = (
    '<alt-trans origin="refineloop:r0" tool-id="refineloop"><target xml:lang="de">alt <x id="1"/></target>'
    '<note from="refineloop">w</note></alt-trans></trans-unit> '
)
FULL = RIGHT.replace("</trans-unit> ", VERSION).replace(
    "<body>", '<header><tool tool-id="refineloop" tool-name="refineloop"/></header><body>'
).replace('state="new" >', 'state="new" phase-name="refineloop-r1" >')

# What may be wrong with an output, and a word of what must be said about it.
WRONG = [
    (RIGHT.replace(' state="new" ', ""), "master"),
    (RIGHT.replace('state="new"', 'state="translated"'), "master"),
    (RIGHT.replace("<target>alt</target></alt", "<target>neu</target></alt"), "master"),
    (RIGHT.replace("</trans-unit> ", "</trans-unit>"), "master"),
    (RIGHT.replace("<target>B", "<target>C"), "master"),
    (RIGHT.replace("<note>n</note>", "<note>n</note><note>own</note>"), "elements"),
    (RIGHT.replace("neu &amp; <x id=\"1\"/>", "neu &amp; "), "codes"),
    (RIGHT.replace("neu &amp; <x id=\"1\"/>", "neu &amp; <x id=\"2\"/>"), "codes"),
    (RIGHT.replace("neu &amp; <x", "neu &amp;&lt;x id=\"1\"/> <x"), "text"),
    (RIGHT.replace("neu &amp; ", "neu &amp;"), "text"),
    (RIGHT.replace("\n", "\r\n"), "master"),
    (FULL.replace(">alt <x id=\"1\"/></target><note from", ">neu <x id=\"1\"/></target><note from"), "versions"),
    (FULL.replace('from="refineloop"', 'from="x"').replace('origin="refineloop:r0"', 'origin="x"'), "elements"),
]


def run():
    """Raises what does not hold."""
    view = eligible.segments(BEFORE)
    assert [segment.reason for segment in view] == [None, "not_translatable"], view
    before = master.Stripped(BEFORE)
    for good in (RIGHT, FULL):
        found = master.compare(before, good, view, {0: "neu & "})
        assert found == [], found
    assert master.compare(master.Stripped(BEFORE, states=True), RIGHT.replace('"new"', '"x"'), view, {0: "neu & "}) == []
    for after, word in WRONG:
        found = master.compare(before, after, view, {0: "neu & "})
        assert found and any(word in problem for problem in found), (word, found, after)


if __name__ == "__main__":
    run()
    print(f"{len(WRONG)} wrong outputs were found wrong")
