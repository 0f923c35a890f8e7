"""Reads a file, changes every target, writes it: refineloop beside translate-toolkit and lxml.

    python benches/compare.py BENCH_PROGRAM FILE...

BENCH_PROGRAM is the program that `cargo bench --bench xliff --no-run` names. Every measurement is
a process of its own, so that each has its own peak of memory. Linux only.
"""

import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time


def translate_toolkit(source: str, output: str) -> int:
    from translate.storage.xliff import Xliff1File
    from translate.storage.xliff2 import Xliff2File

    with open(source, "rb") as file:
        second = b"xliff:document:2" in file.read(1000)
    store = (Xliff2File if second else Xliff1File).parsefile(source)
    count = 0
    for unit in store.units:
        if unit.target is not None:
            # Codes are lost: its plain interface knows no other way to set a text.
            unit.target = f"{unit.target} Neu."
            count += 1
    store.savefile(output)
    return count


def lxml(source: str, output: str) -> int:
    from lxml import etree

    tree = etree.parse(source, etree.XMLParser(huge_tree=True))
    count = 0
    for target in tree.iter("{*}target"):
        if len(target):
            target[-1].tail = f"{target[-1].tail or ''} Neu."
        else:
            target.text = f"{target.text or ''} Neu."
        count += 1
    tree.write(output, xml_declaration=True, encoding="UTF-8")
    return count


PYTHON = {"translate-toolkit": translate_toolkit, "lxml": lxml}


def measured(name: str, source: str, output: str) -> None:
    """Runs in the process of its own."""
    start = time.perf_counter()
    count = PYTHON[name](source, output)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 1_000_000
    processor = time.process_time()
    print(
        json.dumps(
            {"seconds": seconds, "processor_seconds": processor, "peak_mb": peak, "segments": count}
        )
    )


def python(name: str, source: pathlib.Path, output: pathlib.Path) -> dict:
    command = [sys.executable, __file__, "--one", name, str(source), str(output)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def ours(program: str, what: str, source: pathlib.Path, output: pathlib.Path) -> dict:
    command = [program, "run", what, str(source), str(output)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    lines = dict(line.split(" ", 1) for line in done.stdout.splitlines())
    return {name: float(lines[name]) for name in ("seconds", "processor_seconds", "peak_mb", "segments")}


def main() -> None:
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    if sys.argv[1] == "--one":
        return measured(*sys.argv[2:5])
    program, *files = sys.argv[1:]
    print("| File | Program | Seconds | MB/s | Processor | Peak memory | Targets | Times ours |")
    print("|---|---|---|---|---|---|---|---|")
    for source in map(pathlib.Path, files):
        megabytes = source.stat().st_size / 1e6
        with tempfile.TemporaryDirectory(dir=source.parent) as folder:
            output = pathlib.Path(folder) / "output.xlf"
            rows = {
                "refineloop, mode none": ours(program, "none", source, output),
                "refineloop, mode full": ours(program, "full", source, output),
                **{name: python(name, source, output) for name in PYTHON},
            }
        base = rows["refineloop, mode none"]["seconds"]
        for name, row in rows.items():
            print(
                f"| {source.name} | {name} | {row['seconds']:.2f} | {megabytes / row['seconds']:.0f} "
                f"| {row['processor_seconds']:.2f} s | {row['peak_mb']:.0f} MB "
                f"| {row['segments']:,.0f} | {row['seconds'] / base:.1f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
