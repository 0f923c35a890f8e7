"""Real files × test models × output modes: what the program writes, judged by others' code.

    corpus.py REWRITE CORPUS SCHEMAS [--fast | --jobs MODEL/MODE,…] [--tier A] [--only PART-OF-A-PATH]

REWRITE is the built `examples/rewrite`. Each file goes through the models echo (changes nothing),
rewrite (changes every segment it may, keeping codes), hostile (breaks what can be broken, past the
rules of tag integrity) and loop (the same through the loop and its gates). Checked of every output:
expat reads it, the master test holds, the schema still accepts it, and the segments that changed
are those an independent reading of the rules names. Ends with 1 if anything failed.
"""

import argparse
import csv
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import deviations
import eligible
import markup
import master
import self_test
from schemas import Schemas

FAST = [("echo", "none"), ("rewrite", "none"), ("rewrite", "full"), ("hostile", "none")]
FULL = [
    ("echo", "none"),
    ("echo", "full"),
    *(("rewrite", mode) for mode in ("none", "translations", "full", "none+machine", "full+review")),
    *((model, mode) for model in ("hostile", "loop") for mode in ("none", "full")),
]
REFUSED = {"malformed", "not-xliff"}
STATE = {}


class Tool:
    """The program, asked one job at a time."""

    def __init__(self, path):
        self.path, self.process = path, None

    def ask(self, *words):
        if self.process is None or self.process.poll() is not None:
            self.process = subprocess.Popen([self.path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdin.write(("\t".join(words) + "\n").encode())
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"crashed": True}


def start(rewrite, corpus, schemas, jobs, folder):
    STATE.update(tool=Tool(rewrite), corpus=Path(corpus), schemas=Schemas(schemas), jobs=jobs)
    STATE["output"] = os.path.join(folder, f"{os.getpid()}.xlf")


def judge(row):
    """Everything about one file."""
    path = STATE["corpus"] / row["path"]
    data = path.read_bytes()
    verdict = {"row": row, "passed": [], "failed": [], "refusals": {}, "notes": [], "segments": Counter()}
    schema = STATE["schemas"].name(row)
    if schema and STATE["schemas"].error(schema, data):
        verdict["notes"].append("schema: the input does not pass the schema its index names")
        schema = None
    verdict["schema"] = bool(schema)
    text = codec = view = stripped = None
    for model, mode in STATE["jobs"]:
        answer = STATE["tool"].ask(model, mode, str(path), STATE["output"])
        job = f"{model}/{mode}"
        if "refused" in answer:
            verdict["refused"] = answer["refused"]
            break
        if "crashed" in answer:
            verdict["failed"].append((job, "the program ended"))
            continue
        if text is None:
            text, codec = markup.decode(data)
            view = eligible.segments(text)
            stripped = {}
        problems, free = list(answer["problems"]), "+" in mode
        if free not in stripped:
            stripped[free] = master.Stripped(text, states=free)
        if not problems:
            after = Path(STATE["output"]).read_bytes()
            problems = outcome(model, data, stripped[free], codec, after, answer, view, schema)
        counts = Counter(s["end"].split(":")[0] for s in answer["segments"])
        verdict["refusals"][job] = answer["refusals"]
        verdict["changed", job] = counts["changed"]
        if model == "rewrite" and mode == "none":
            verdict["segments"] = counts
            verdict["kept"] = [s["end"] for s in answer["segments"] if s["end"].startswith("kept")]
            problems += count(row["path"], answer, view, verdict["notes"])
        if any("without a reason" in rule for rule in answer["refusals"]):
            problems.append("a refusal without a reason")
        verdict["failed" if problems else "passed"].append((job, problems[0]) if problems else job)
    if ("refused" in verdict) != (row["validity"] in REFUSED or row["wellformed"] == "n"):
        if why := deviations.refused(row["path"]):
            verdict["notes"].append(f"{why}: {row['path']}")
        else:
            verdict["failed"].append(("reading", verdict.get("refused", "was not refused")))
    elif "refused" in verdict and not re.match(r"line \d+, column \d+: ", verdict["refused"]):
        verdict["failed"].append(("reading", f"refused without a place: {verdict['refused']}"))
    return verdict


def outcome(model, data, before, codec, after, answer, view, schema):
    """What is wrong with one output."""
    if model == "echo":
        return [] if after == data else ["not byte for byte"]
    try:
        written = after.decode(codec)
    except UnicodeDecodeError as error:
        return [f"encoding: {error}"]
    problems = []
    if before.text.encode(codec) != data or written.encode(codec) != after:
        problems.append("encoding: its text does not give its bytes again")
    if (error := markup.well_formed(written)) is not None:
        return [f"not well-formed: {error}"]
    changed = {at: s["text"] for at, s in enumerate(answer["segments"]) if s["text"] is not None}
    if answer["changed"] != len(changed):
        problems.append(f"{answer['changed']} changes told of {len(changed)}")
    if len(view) != len(answer["segments"]):
        return problems + [f"{len(answer['segments'])} segments, counted independently {len(view)}"]
    problems += master.compare(before, written, view, changed)
    if (error := STATE["schemas"].error(schema, after) if schema else None) is not None:
        problems.append(f"schema: {error}")
    return problems


def count(path, answer, view, notes):
    """The segments that changed against those that may, one by one."""
    problems = []
    if len(view) != len(answer["segments"]):
        return []
    for number, (ours, theirs) in enumerate(zip(answer["segments"], view), 1):
        may = ours["end"] == "changed" or ours["end"].startswith("kept")
        if may == (theirs.reason is None):
            continue
        where = f"segment {number} (unit {theirs.unit!r} {theirs.name!r})"
        line = f"{where}: {ours['end']}, by the rules {theirs.reason or 'eligible'}"
        if why := deviations.counted(path, ours["end"], theirs.reason):
            notes.append(f"{why}: {line}")
        else:
            problems.append(line)
    if problems:
        return [f"{len(problems)} segments counted otherwise, such as {problems[0]}"]
    return []


def report(verdicts, jobs):
    """The table, by version and schema; then what failed."""
    groups = defaultdict(list)
    for verdict in verdicts:
        row = verdict["row"]
        groups[row["version"] or "–", "refused" if "refused" in verdict else row["validity"]].append(verdict)
    heads = [f"{model}/{mode}" for model, mode in jobs]
    print(f"| Version | Files | Number | Segments | Eligible | {' | '.join(heads)} |")
    print(f"|---|---|--:|--:|--:|{'--:|' * len(heads)}")
    total = Counter()
    for (version, kind), group in sorted(groups.items()):
        counts = sum((verdict["segments"] for verdict in group), Counter())
        cells = [sum(head in verdict["passed"] for verdict in group) for head in heads]
        eligible_ = counts["changed"] + counts["kept"]
        cells = ["–" if kind == "refused" else cell for cell in cells]
        head = f"| {version} | {kind} | {len(group)} | {sum(counts.values())} | {eligible_} |"
        print(head, " | ".join(map(str, cells)), "|")
        total.update(files=len(group), segments=sum(counts.values()), eligible=eligible_)
        total.update({head: cell for head, cell in zip(heads, cells) if cell != "–"})
    cells = " | ".join(str(total[head]) for head in heads)
    print(f"| all | | {total['files']} | {total['segments']} | {total['eligible']} | {cells} |")
    valid = sum(v["schema"] and not v["failed"] for v in verdicts)
    print(f"\nschema: {valid} files are valid before, and after in every mode")
    dialects = Counter(v["row"]["dialect"] for v in verdicts if v["passed"] and not v["failed"])
    print("dialects: " + ", ".join(f"{name} {number}" for name, number in dialects.most_common()))
    kept = Counter(re.sub(r"[`\"'].*|⟦.*|\d+", "…", end) for v in verdicts for end in v.get("kept", []))
    print("\neligible, and not rewritten by the test model:")
    for why, number in kept.most_common():
        print(f"  {number:6} {why[6:]}")
    for model in ("hostile", "loop"):
        job = f"{model}/{next((mode for other, mode in reversed(jobs) if other == model), '')}"
        refusals = sum((Counter(v["refusals"].get(job, {})) for v in verdicts), Counter())
        if refusals:
            changed = sum(v.get(("changed", job), 0) for v in verdicts)
            rules = ", ".join(f"{rule} {number}" for rule, number in refusals.most_common())
            print(f"{job}: {sum(refusals.values())} refused ({rules}); {changed} written")
    notes = Counter(note.split(":")[0] for v in verdicts for note in v["notes"])
    print("\nknown deviations:" if notes else "\nno deviations")
    for note, number in notes.most_common():
        print(f"  {number:6} {note}")
    failed = [verdict for verdict in verdicts if verdict["failed"]]
    print(f"\n{len(verdicts)} files, {len(jobs)} runs each, {len(failed)} files with failures")
    return not failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("rewrite")
    parser.add_argument("corpus")
    parser.add_argument("schemas")
    parser.add_argument("--fast", action="store_true")
    parser.add_argument("--only", default="", help="files whose path holds this")
    parser.add_argument("--tier", default="", help="files of these tiers of the index, such as AI")
    parser.add_argument("--jobs", default="", help="such as rewrite/none,loop/full; instead of all")
    options = parser.parse_args()
    self_test.run()
    with open(Path(options.corpus) / "INDEX.tsv", encoding="utf-8", newline="") as index:
        rows = [row for row in csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)]
    rows = [row for row in rows if options.only in row["path"]]
    rows = [row for row in rows if not options.tier or row["tier"] in options.tier]
    rows.sort(key=lambda row: -int(row["bytes"] or 0))
    jobs = FAST if options.fast else FULL
    if options.jobs:
        jobs = [tuple(job.split("/")) for job in options.jobs.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        state = (options.rewrite, options.corpus, options.schemas, jobs, folder)
        with multiprocessing.Pool(os.cpu_count() or 1, start, state) as pool:
            verdicts = []
            for verdict in pool.imap_unordered(judge, rows):
                verdicts.append(verdict)
                for job, why in verdict["failed"]:
                    print(f"FAILED {verdict['row']['path']} [{job}]: {why}"[:600], flush=True)
    verdicts.sort(key=lambda verdict: verdict["row"]["path"])
    sys.exit(0 if report(verdicts, jobs) else 1)


if __name__ == "__main__":
    main()
