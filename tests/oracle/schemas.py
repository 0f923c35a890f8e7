"""Which schema a file of the corpus is valid by, and whether it still is."""

from functools import cache
from pathlib import Path

from lxml import etree


class Schemas:
    """The schemas of a folder; they name each other by relative paths, so nothing is fetched."""

    def __init__(self, folder):
        self.folder = Path(folder)

    @cache
    def _load(self, name):
        parser = etree.XMLParser(no_network=True, load_dtd=False)
        return etree.XMLSchema(etree.parse(str(self.folder / name), parser))

    def name(self, row):
        """The schema the index says a file passes."""
        if row["xsd"] in ("ok-strict", "ok-transitional"):
            return f"xliff/xliff-core-1.2-{row['xsd'][3:]}.xsd"
        return f"all/{row['version']}.xsd" if row["xsd"] == "ok" else None

    def error(self, name, data):
        """Why a file is not valid; nothing if it is."""
        parser = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=True, load_dtd=False)
        try:
            tree = etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            return f"not well-formed: {error}"
        schema = self._load(name)
        return None if schema.validate(tree) else str(schema.error_log[0].message)
