"""Writes the messages of all gettext catalogues below some folders as lines for `pairs=FILE`:
catalogue, language, source, target. Only what is installed is read; nothing is fetched.

    python3 benches/quality/catalogs.py /usr/share/locale > /tmp/messages.tsv
"""

import gettext
import pathlib
import sys

# Lists of names, which say nothing of prose.
NAMES = "iso_"


def escaped(text):
    for sign, code in (("\\", "\\\\"), ("\n", "\\n"), ("\t", "\\t"), ("\r", "\\r")):
        text = text.replace(sign, code)
    return text


def tag(folder):
    name, _, variant = folder.split(".")[0].replace("_", "-").partition("@")
    script = {"": "", "latin": "-Latn", "cyrillic": "-Cyrl"}.get(variant)
    return None if script is None or name.startswith("en") else name + script


for root in sys.argv[1:]:
    for path in sorted(pathlib.Path(root).rglob("LC_MESSAGES/*.mo")):
        language = tag(path.parent.parent.name)
        if language is None or path.stem.startswith(NAMES):
            continue
        with path.open("rb") as file:
            try:
                catalog = gettext.GNUTranslations(file)._catalog
            except (OSError, LookupError, ValueError):
                continue
        for source, target in catalog.items():
            if isinstance(source, str) and source and target:
                source = source.rpartition("\x04")[2]
                print(path.stem, language, escaped(source), escaped(target), sep="\t")
