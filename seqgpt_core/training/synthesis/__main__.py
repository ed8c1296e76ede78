"""`python -m seqgpt_core.training.synthesis --seed 1 --count 6000 OUT.jsonl.gz`."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path

from .records import generate


def main(arguments: list[str] | None = None) -> int:
    """Write records to a file (compressed if its name ends in .gz); returns the exit status.

    The same arguments give the same bytes.
    """
    parser = argparse.ArgumentParser(prog="synthesis", description="生成带标注的训练文档")
    parser.add_argument("--seed", type=int, default=1, help="随机种子")
    parser.add_argument("--count", type=int, default=6000, help="文档数量")
    parser.add_argument("output", type=Path, help="输出文件（.jsonl 或 .jsonl.gz）")
    options = parser.parse_args(arguments)
    lines = (
        json.dumps(record, ensure_ascii=False) + "\n"
        for record in generate(options.seed, options.count)
    )
    data = "".join(lines).encode("utf-8")
    if options.output.suffix == ".gz":
        # No file name and no time in the header, so that equal data are equal bytes.
        data = gzip.compress(data, 9, mtime=0)
    options.output.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
