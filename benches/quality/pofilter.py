"""A foreign judge of the cases of the quality bench: the filters of translate-toolkit (`pofilter`).

    cargo bench --bench quality -- export=/tmp/cases.jsonl
    python benches/quality/pofilter.py /tmp/cases.jsonl

It shares no code with refineloop. A fault counts as found if a filter speaks of the faulty target
and not of its right twin. The table goes into docs/quality.md.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

from translate.filters import checks
from translate.storage import pypo

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "quality.md"
BEGIN, END = "<!-- generated: pofilter -->", "<!-- end of pofilter -->"
# Filters that judge style or the history of a unit, not the pair.
LEFT_OUT = ["isfuzzy", "isreview", "untranslated", "kdecomments", "spellcheck", "simpleplurals"]


def marked(text):
    """Codes as the tags they stand for."""
    text = re.sub(r"⟦(\d+)⟧", r'<x\1>', text)
    return re.sub(r"⟦/(\d+)⟧", r"</x\1>", text)


def checker(language):
    config = checks.CheckerConfig(targetlanguage=language.replace("-", "_"))
    return checks.StandardChecker(checkerconfig=config, excludefilters=LEFT_OUT)


def failures(judge, source, target):
    unit = pypo.pounit(marked(source))
    unit.target = marked(target)
    return set(judge.run_filters(unit))


def main(path):
    judges = {}
    found = defaultdict(lambda: [0, 0])
    alarms = defaultdict(lambda: [0, 0])
    twins = {}
    for line in open(path, encoding="utf-8"):
        case = json.loads(line)
        language, operator = case["language"], case["operator"]
        judge = judges.setdefault(language, checker(language))
        twin = (language, case["source"], case["right"])
        if twin not in twins:
            twins[twin] = failures(judge, case["source"], case["right"])
            kind = "variation" if operator == "variation" else "clean"
            alarms[language, kind][0] += bool(twins[twin])
            alarms[language, kind][1] += 1
        if operator != "variation" and case["visible"]:
            new = failures(judge, case["source"], case["target"]) - twins[twin]
            found[operator, language][0] += bool(new)
            found[operator, language][1] += 1
    languages = [language for language in judges if any(key[1] == language for key in found)]
    operators = list(dict.fromkeys(operator for operator, _ in found))
    rows = [["Operator", *languages], ["---"] * (len(languages) + 1)]
    for operator in operators:
        cells = [found.get((operator, language)) for language in languages]
        rows.append([f"`{operator}`", *(f"{hits / of:.2f}" if of else "–" for hits, of in (cell or (0, 0) for cell in cells))])
    for kind in ("clean", "variation"):
        cells = [alarms.get((language, kind), (0, 0)) for language in languages]
        rows.append([f"with a finding: {kind}", *(f"{hits / of:.2f}" if of else "–" for hits, of in cells)])
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    print(table)
    text = DOCUMENT.read_text(encoding="utf-8")
    start, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    DOCUMENT.write_text(f"{text[:start]}\n\n{table}\n\n{text[end:]}", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
