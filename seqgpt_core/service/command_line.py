"""The command line `seqgpt`: the same code as the app, one line per error.

Exit status: 0 done, 1 done with some inputs failed, 2 the call was wrong or nothing could be read.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from .. import __version__
from ..documents import Document, ReadOptions, propose_repairs, read_bytes, read_file
from ..documents.read_options import DocxView, Encoding
from ..errors import SeqGPTError
from ..fields import load_recipe
from .classify import ClassifyFormat, LabelQuestions, classify_paths, split_labels
from .compare import IN_FILES, CompareFormat, compare_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..extractor import SeqGPT
    from ..results import Extraction

logger = logging.getLogger(__name__)

application = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="SeqGPT 抽取工具：从中文业务文档抽取字段，全部在本机完成。",
    pretty_exceptions_enable=False,
)


EncodingOption = Annotated[
    Encoding, typer.Option(help="文本、网页和 CSV 文件的编码；auto 为自动识别")
]
DocxViewOption = Annotated[
    DocxView,
    typer.Option(help="Word 修订：accepted 为接受全部修订，original 为修订前的原文"),
]


class Format(StrEnum):
    JSON = "json"
    TABLE = "table"
    MARKDOWN = "markdown"
    XLSX = "xlsx"


def main() -> None:
    """Entry point: every `SeqGPTError` becomes one line on standard error and status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        application(standalone_mode=True)
    except SeqGPTError as error:
        _complain(error.message)
        sys.exit(2)


def _complain(message: str) -> None:
    print(f"错误：{message}", file=sys.stderr)  # noqa: T201


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"seqgpt-nlp {__version__}")
        raise typer.Exit


@application.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="显示运行记录")] = False,
) -> None:
    logging.basicConfig(level=logging.INFO if verbose else logging.ERROR, stream=sys.stderr)


@application.command()
def extract(
    files: Annotated[list[str] | None, typer.Argument(help="文件，- 表示标准输入")] = None,
    fields: Annotated[str | None, typer.Option(help="字段定义，用逗号分隔")] = None,
    recipe: Annotated[Path | None, typer.Option(help="配方文件（TOML）")] = None,
    threshold: Annotated[list[str] | None, typer.Option(help="字段=阈值，可重复")] = None,
    label: Annotated[list[str] | None, typer.Option(help="整篇文档的是非标签，可重复")] = None,
    jsonl: Annotated[Path | None, typer.Option(help="JSON Lines 输入文件")] = None,
    format: Annotated[Format, typer.Option(help="输出格式")] = Format.JSON,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="输出文件")] = None,
    encoding: EncodingOption = "auto",
    docx_view: DocxViewOption = "accepted",
    comments: Annotated[bool, typer.Option("--comments", help="也读 Word 批注")] = False,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair", help="先修复硬换行、页眉页脚、全角数字等；结果同时给出在原文中的位置"
        ),
    ] = False,
    model: Annotated[str | None, typer.Option(help="模型目录或名称，默认内置模型")] = None,
) -> None:
    """抽取字段：从文件、标准输入或 JSON Lines 中抽取。"""
    asked, thresholds, labels, synonyms, rules = _questions(fields, recipe)
    thresholds |= _thresholds(threshold or [])
    labels += label or []
    if jsonl is not None:
        if files:
            raise SeqGPTError("call_invalid", "--jsonl 和文件不能同时给出，请去掉其中之一。")
        if format is not Format.JSON:
            raise SeqGPTError("call_invalid", "--jsonl 的输出总是 JSON Lines，请去掉 --format。")
        raise typer.Exit(
            _extract_jsonl(jsonl, output, asked, thresholds, labels, synonyms, rules, model)
        )
    if not files:
        raise SeqGPTError("call_invalid", "没有要读的文件，请给出文件名，或用 - 读标准输入。")
    if asked is None:
        raise SeqGPTError("call_invalid", "没有字段，请用 --fields 或 --recipe 指定。")
    if format is Format.XLSX and output is None:
        raise SeqGPTError("call_invalid", "xlsx 需要写入文件，请用 -o 指定文件名。")
    options = ReadOptions(docx_view=docx_view, comments=comments, encoding=encoding)
    documents, failures = _read_documents(files, options)
    if repair:
        documents = [_repaired(document) for document in documents]
    extractions: list[Extraction] = []
    if documents:
        engine = _load(model)
        for document in documents:
            try:
                analysis = engine.analyze(
                    document, asked, labels, _progress(document), synonyms, rules
                )
                extractions.append(analysis.decide(thresholds))
            except SeqGPTError as error:
                if error.code not in ("document_empty", "document_too_long"):
                    raise
                failures += 1
                _complain(f"{document.source or '-'}：{error.message}")
    if not extractions:
        raise typer.Exit(2)
    _write(extractions, format, output)
    raise typer.Exit(1 if failures else 0)


@application.command()
def compare(
    a: Annotated[Path, typer.Argument(help="原来的文档；比较三份时为范本")],
    b: Annotated[Path, typer.Argument(help="改过的文档；比较三份时为我方稿")],
    c: Annotated[Path | None, typer.Argument(help="对方稿：再给一份，看谁改了什么")] = None,
    clauses: Annotated[
        str | None, typer.Option(help="要比较的字段，如“违约责任条款, 争议解决方式”")
    ] = None,
    format: Annotated[CompareFormat, typer.Option(help="输出格式")] = CompareFormat.JSON,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="输出文件")] = None,
    review: Annotated[
        Path | None, typer.Option(help="审阅意见（JSON：修改编号 → decision、note）")
    ] = None,
    author: Annotated[str, typer.Option(help="docx 修订的作者")] = "SeqGPT",
    fold_script: Annotated[
        bool, typer.Option("--fold-script", help="繁体转换为简体后再比较")
    ] = False,
    by_meaning: Annotated[
        bool, typer.Option("--by-meaning", help="用模型配对整条改写的条款（偶尔配错）")
    ] = False,
    encoding: EncodingOption = "auto",
    docx_view: DocxViewOption = "accepted",
    model: Annotated[str | None, typer.Option(help="模型目录或名称，默认内置模型")] = None,
) -> None:
    """逐条比较两份合同：修改、新增、删除、移动、改编号，以及每处修改的含义；三份时看谁改了什么。"""
    if format in IN_FILES and output is None:
        raise SeqGPTError("call_invalid", f"{format} 需要写入文件，请用 -o 指定文件名。")
    report = compare_files(
        [path for path in (a, b, c) if path is not None],
        format,
        ReadOptions(docx_view=docx_view, encoding=encoding),
        clauses,
        review,
        author,
        fold_script,
        by_meaning,
        lambda: _load(model),
    )
    if isinstance(report, bytes):
        assert output is not None
        _write_bytes(output, report)
    elif output is None:
        typer.echo(report)
    else:
        _write_text(output, report + "\n")


@application.command()
def classify(
    files: Annotated[list[str] | None, typer.Argument(help="文件或文件夹，- 表示标准输入")] = None,
    labels: Annotated[
        str | None, typer.Option(help="标签，用逗号分隔，如“算法岗-P7以上, 测试岗-有金融经验”")
    ] = None,
    recipe: Annotated[Path | None, typer.Option(help="配方文件（TOML），用其中的标签")] = None,
    single: Annotated[bool, typer.Option("--single", help="每份文档至多一个标签")] = False,
    threshold: Annotated[float, typer.Option(help="阈值，0 到 1")] = 0.5,
    format: Annotated[ClassifyFormat, typer.Option(help="输出格式")] = ClassifyFormat.JSON,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="输出文件")] = None,
    model: Annotated[str | None, typer.Option(help="模型目录或名称，默认内置模型")] = None,
) -> None:
    """文档分类：按标签和条件归类，给出决定每一项的原句。"""
    from ..tasks.classification import checked_labels

    chosen = load_recipe(recipe) if recipe is not None else None
    asked = [*(chosen.labels if chosen else ()), *split_labels(labels or "")]
    questions = LabelQuestions(
        checked_labels(asked), threshold, single, chosen.synonyms if chosen else {}
    )
    if not 0 <= threshold <= 1:
        raise SeqGPTError("threshold_invalid", f"阈值应在 0 到 1 之间，现在是 {threshold}。")
    if not files:
        raise SeqGPTError("call_invalid", "没有要读的文件，请给出文件名，或用 - 读标准输入。")
    run = classify_paths(
        _load(model),
        files,
        questions,
        sys.stdin.buffer.read,
        lambda failure: _complain(failure.message),
    )
    if not run.found:
        raise typer.Exit(2)
    text = run.render(format)
    if output is None:
        typer.echo(text)
    else:
        _write_text(output, text + "\n")
    raise typer.Exit(1 if run.failed else 0)


@application.command()
def evaluate(
    data: Annotated[
        list[str],
        typer.Argument(
            help="标注数据（JSON Lines，可压缩），或 synthesis、corpus；可写 文件:test 另选部分"
        ),
    ],
    split: Annotated[str, typer.Option(help="数据中的部分：train、dev 或 test")] = "dev",
    limit: Annotated[int, typer.Option(help="最多多少条，0 为全部")] = 0,
    threshold: Annotated[float, typer.Option(help="所有字段的阈值")] = 0.5,
    by: Annotated[
        Literal["field", "kind", "domain", "length"] | None,
        typer.Option(help="再按字段、值的类别、领域或长度分组"),
    ] = None,
    jobs: Annotated[int, typer.Option(help="进程数；多于 1 时每个进程用一个核")] = 1,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写成 JSON")] = None,
    model: Annotated[str | None, typer.Option(help="模型目录或名称，默认内置模型")] = None,
) -> None:
    """在标注数据上评测：严格 F1、值 F1、软 F1、无答案识别率、校准误差。"""
    from ..training.evaluation_report import evaluate_files

    report = evaluate_files(model, data, split, limit, threshold, _bar, by, jobs)
    text = report.to_json()
    if output is not None:
        _write_text(output, text + "\n")
    typer.echo(report.to_markdown())


@application.command()
def train(
    config: Annotated[Path, typer.Option(help="训练设置（TOML）")],
    data: Annotated[Path, typer.Option(help="训练数据目录")],
    output: Annotated[Path, typer.Option(help="运行目录，断点保存在此，可续训")],
    device: Annotated[str, typer.Option(help="cpu 或 cuda")] = "cpu",
    name: Annotated[str, typer.Option(help="模型名称")] = "seqgpt-mini",
    stop_after: Annotated[int, typer.Option(help="本次最多训练多少步，0 为不限")] = 0,
    minutes: Annotated[float, typer.Option(help="本次最多训练多少分钟，0 为不限")] = 0.0,
    parts: Annotated[
        Path | None, typer.Option(help="断点分片目录（每片至多 15 MB），便于换机续训")
    ] = None,
    record: Annotated[Path | None, typer.Option(help="结束时把设置和成绩追加到此文件")] = None,
) -> None:
    """训练模型：可随时中断，再次运行同一命令即续训；结束时评测并写出模型。"""
    from ..training.run import run_training

    report = run_training(config, data, output, device, name, stop_after, minutes, record, parts)
    typer.echo(report)


class _Questions(NamedTuple):
    """What `--fields` or `--recipe` asks."""

    definitions: str | list[str] | None
    thresholds: dict[str, float]
    labels: list[str]
    synonyms: Mapping[str, tuple[str, ...]]
    rules: tuple[str, ...]


def _questions(fields: str | None, recipe: Path | None) -> _Questions:
    if recipe is None:
        return _Questions(fields, {}, [], {}, ())
    if fields is not None:
        raise SeqGPTError("call_invalid", "--fields 和 --recipe 只能用一个，请去掉其中之一。")
    chosen = load_recipe(recipe)
    return _Questions(
        list(chosen.definitions),
        dict(chosen.thresholds),
        list(chosen.labels),
        chosen.synonyms,
        chosen.rules,
    )


def _load(model: str | None) -> SeqGPT:
    from ..extractor import SeqGPT

    # One pass over each document: nothing is asked twice, so no reading is kept.
    return SeqGPT.load(model, cache_bytes=0)


def _thresholds(pairs: Sequence[str]) -> dict[str, float]:
    thresholds = {}
    for pair in pairs:
        name, sign, value = pair.rpartition("=")
        try:
            thresholds[name.strip()] = float(value)
        except ValueError:
            sign = ""
        if not sign or not name.strip():
            raise SeqGPTError(
                "threshold_invalid", f"阈值“{pair}”无法读取，请写成 甲方=0.4 这样的形式。"
            )
    return thresholds


def _repaired(document: Document) -> Document:
    repairs = propose_repairs(document.text, document.page_starts)
    return repairs.document(source=document.source, warnings=document.warnings)


def _read_documents(files: Sequence[str], options: ReadOptions) -> tuple[list[Document], int]:
    """Readable documents, and the number of inputs that failed (each already reported)."""
    documents: list[Document] = []
    failures = 0
    for name in files:
        try:
            if name == "-":
                found = read_bytes(sys.stdin.buffer.read(), "-", options)
            else:
                found = read_file(Path(name), options)
        except SeqGPTError as error:
            failures += 1
            _complain(error.message)
            continue
        for document in found:
            for warning in document.warnings:
                print(f"提示：{warning}", file=sys.stderr)  # noqa: T201
        documents += found
    return documents, failures


def _progress(document: Document) -> Callable[[int, int], None] | None:
    """A line that shows how far a long document is, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total > 1:
            end = "\n" if done == total else ""
            print(f"\r{document.source or '-'}  {done}/{total}", end=end, file=sys.stderr)  # noqa: T201

    return show


@contextmanager
def _bar(length: int, name: str) -> Iterator[Callable[[int], None]]:
    with typer.progressbar(length=length, label=name, file=sys.stderr) as bar:
        yield bar.update


def _extract_jsonl(
    source: Path,
    output: Path | None,
    definitions: str | list[str] | None,
    thresholds: dict[str, float],
    labels: list[str],
    synonyms: Mapping[str, tuple[str, ...]],
    rules: tuple[str, ...],
    model: str | None,
) -> int:
    from .json_lines import extract_lines

    try:
        lines = source.open("rb")
    except OSError as error:
        raise SeqGPTError("file_missing", f"文件“{source}”无法打开，请检查路径。") from error
    failed = 0
    with lines, _opened(output) as out:
        outcomes = extract_lines(
            _load(model), lines, definitions, thresholds, labels, synonyms=synonyms, rules=rules
        )
        for outcome in outcomes:
            out.write(outcome.text + "\n")
            failed += outcome.failed
    return 1 if failed else 0


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[str]]:
    if output is None:
        yield sys.stdout
        return
    try:
        opened = output.open("w", encoding="utf-8")
    except OSError as error:
        raise _cannot_write(output) from error
    with opened:
        yield opened


def _cannot_write(path: Path) -> SeqGPTError:
    return SeqGPTError("cannot_write", f"无法写入“{path}”，请检查目录和权限。")


def _write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _cannot_write(path) from error


def _write_bytes(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _cannot_write(path) from error


def _write(extractions: Sequence[Extraction], format: Format, output: Path | None) -> None:
    if format is Format.XLSX:
        from ..results import write_workbook

        assert output is not None
        write_workbook(extractions, output)
        return
    if format is Format.TABLE:
        # The table has no place for them, and each is said once for all documents.
        for message in dict.fromkeys(n.message for e in extractions for n in e.notices):
            print(f"提示：{message}", file=sys.stderr)  # noqa: T201
    text = _render(extractions, format)
    if output is None:
        typer.echo(text)
    else:
        _write_text(output, text + "\n")


def _render(extractions: Sequence[Extraction], format: Format) -> str:
    if format is Format.MARKDOWN:
        if len(extractions) == 1:
            return extractions[0].to_markdown()
        from ..results import shown_text

        return "\n\n".join(
            f"# {shown_text(e.source or str(i))}\n\n{e.to_markdown()}"
            for i, e in enumerate(extractions, start=1)
        )
    if format is Format.TABLE:
        from ..results import values_table

        return values_table(extractions)
    if len(extractions) == 1:
        return extractions[0].to_json()
    import json

    items = [f'{{"source": {json.dumps(e.source)}, "result": {e.to_json()}}}' for e in extractions]
    return "[\n" + ",\n".join(items) + "\n]"


if __name__ == "__main__":
    main()
