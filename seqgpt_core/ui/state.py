"""What a session holds: the document, the field rows, and every change that a user can make.

Nothing here knows about widgets. A change either happens whole or leaves everything as it was
and puts one sentence into `errors`; what it replaces can be brought back by `undo`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ..documents import Document, read_bytes
from ..errors import SeqGPTError
from ..extractor import Analysis
from ..fields import MAX_FIELDS, Recipe, dump_recipe, parse_definitions, parse_recipe
from ..results.characters import encodable
from .rows import FieldRow, PanelReading, read_rows, segments_of, without_blank

Place = str
"""Where an error is shown: `document`, `fields` or `recipe`."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a user brought in; replaced as a whole, so that it can be restored."""

    text: str = ""
    source: str | None = None
    warnings: tuple[str, ...] = ()
    rows: tuple[FieldRow, ...] = ()
    recipe_name: str = ""
    recipe_description: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptAnalysis:
    """The last analysis, what it was made of, and how many values each field has at most."""

    document: Document
    definitions: tuple[str, ...]
    labels: tuple[str, ...]
    model_sha256: str
    analysis: Analysis
    most_values: dict[str, int]


@dataclass
class WorkbenchState:
    """One session's state.

    Attributes:
        file_documents: the documents of the last file, where it held several.
        file_place: which of them is shown.
        draft: what stands in the box for new definitions and could not be added.
        added_notices: sentences about the definitions added last.
        errors: one sentence by place.
        previous: what `undo` brings back.
        kept: the last analysis, so that a threshold or a language never calls the model.
    """

    contents: Contents = field(default_factory=Contents)
    file_documents: tuple[Document, ...] = ()
    file_place: int = 0
    draft: str = ""
    added_notices: tuple[str, ...] = ()
    errors: dict[Place, str] = field(default_factory=dict)
    previous: Contents | None = None
    kept: KeptAnalysis | None = None
    _next_id: int = 1

    def set_text(self, text: str) -> None:
        """The user edited the text: it is no longer the file's."""
        if text == self.contents.text:
            return
        self.errors.pop("document", None)
        self.contents = replace(self.contents, text=text, source=None, warnings=())

    def load_file(self, data: bytes, name: str) -> None:
        """Take the document of a file; of several, the first."""
        with self._attempt("document"):
            documents = read_bytes(data, name)
            self.file_documents = documents if len(documents) > 1 else ()
            self.file_place = 0
            self._remember()
            self._take(documents[0])

    def choose_document(self, place: int) -> None:
        """Take another document of the last file (0 is the first)."""
        self.file_place = place
        self._remember()
        self._take(self.file_documents[place])

    def load_sample(self, text: str, recipe: Recipe) -> None:
        self._remember()
        self.file_documents = ()
        self.errors.clear()
        self._take(Document(text))
        self._take_recipe(recipe)

    def load_recipe(self, data: bytes, name: str) -> None:
        """Take the fields of a recipe file in place of the present ones."""
        with self._attempt("recipe"):
            try:
                text = data.decode("utf-8-sig")
            except UnicodeDecodeError as error:
                line = data[: error.start].count(b"\n") + 1
                raise SeqGPTError(
                    "recipe_unreadable",
                    f"配方「{name}」第 {line} 行读不出：不是 UTF-8 编码，请用 UTF-8 另存。",
                ) from error
            recipe = parse_recipe(text, name)
            _check_number(len(recipe.definitions))
            self._remember()
            self._take_recipe(recipe)

    def recipe_text(self, default_name: str) -> str:
        """The present fields as a recipe in TOML."""
        rows = without_blank(self.contents.rows)
        thresholds: dict[str, float] = {}
        for row in rows:
            thresholds.setdefault(row.definition, row.threshold)
        return dump_recipe(
            Recipe(
                name=self.contents.recipe_name or default_name,
                definitions=tuple(row.definition for row in rows),
                thresholds=thresholds,
                description=self.contents.recipe_description,
                labels=self.contents.labels,
            )
        )

    def add_definitions(self, written: str) -> None:
        """A row for every definition in a list; what cannot be added whole stays in `draft`."""
        self.draft, self.added_notices = written, ()
        with self._attempt("fields"):
            parsed = parse_definitions(written)
            segments = segments_of(written)
            _check_number(len(self.contents.rows) + len(segments))
            self._replace_rows([*self.contents.rows, *map(self._new_row, segments)])
            self.draft = ""
            # Every other notice stands at the row that it is about.
            at_rows = {n.message for row in self.panel.rows for n in row.notices}
            self.added_notices = tuple(
                n.message for n in parsed.notices if n.message not in at_rows
            )

    def rename(self, row_id: int, written: str) -> None:
        """Change a definition in place; a list of several puts the others after it."""
        index = self._index(row_id)
        row = self.contents.rows[index]
        with self._attempt("fields"):
            segments = segments_of(written) or (written,)
            _check_number(len(self.contents.rows) + len(segments) - 1)
            rows = list(self.contents.rows)
            rows[index : index + 1] = [
                replace(row, definition=segments[0]),
                *map(self._new_row, segments[1:]),
            ]
            self._replace_rows(rows)

    def set_threshold(self, row_id: int, threshold: float) -> None:
        index = self._index(row_id)
        rows = list(self.contents.rows)
        rows[index] = replace(rows[index], threshold=threshold)
        self._replace_rows(rows)

    def delete(self, row_id: int) -> None:
        index = self._index(row_id)
        self._remember()
        self._replace_rows([*self.contents.rows[:index], *self.contents.rows[index + 1 :]])

    def clear_fields(self) -> None:
        """Delete every row, and the recipe's labels with them."""
        self._remember()
        self.contents = replace(
            self.contents, rows=(), recipe_name="", recipe_description="", labels=()
        )

    def undo(self) -> None:
        """Bring back what the last replacement or deletion took away; twice brings it again."""
        if self.previous is not None:
            self.contents, self.previous = self.previous, self.contents

    @property
    def document(self) -> Document:
        """The document as it stands, not yet checked for anything to read."""
        return Document(self.contents.text, self.contents.source, self.contents.warnings)

    @property
    def panel(self) -> PanelReading:
        """How the field rows are read."""
        return read_rows(tuple(row.definition for row in self.contents.rows))

    @property
    def thresholds(self) -> dict[str, float]:
        """Thresholds of the usable fields by definition."""
        return {
            reading.spec.definition: row.threshold
            for row, reading in zip(self.contents.rows, self.panel.rows, strict=True)
            if reading.spec is not None
        }

    def _new_row(self, definition: str) -> FieldRow:
        row = FieldRow(self._next_id, definition)
        self._next_id += 1
        return row

    def _index(self, row_id: int) -> int:
        return next(i for i, row in enumerate(self.contents.rows) if row.id == row_id)

    def _replace_rows(self, rows: Sequence[FieldRow]) -> None:
        self.contents = replace(self.contents, rows=tuple(rows))

    def _take(self, document: Document) -> None:
        # A lone surrogate cannot travel to the browser; it is shown as U+FFFD from the start.
        self.contents = replace(
            self.contents,
            text=encodable(document.text),
            source=document.source,
            warnings=document.warnings,
        )

    def _take_recipe(self, recipe: Recipe) -> None:
        by_key = dict(recipe.thresholds)
        rows = []
        for definition in recipe.definitions:
            row = self._new_row(definition)
            reading = read_rows((definition,)).rows[0]
            name = reading.spec.name if reading.spec is not None else definition
            threshold = by_key.get(definition, by_key.get(name, row.threshold))
            rows.append(replace(row, threshold=threshold))
        self.contents = replace(
            self.contents,
            rows=tuple(rows),
            recipe_name=recipe.name,
            recipe_description=recipe.description,
            labels=recipe.labels,
        )

    def _remember(self) -> None:
        self.previous = self.contents

    @contextmanager
    def _attempt(self, place: Place) -> Iterator[None]:
        """One change; a failure leaves the contents and is told at `place`."""
        self.errors.pop(place, None)
        try:
            yield
        except SeqGPTError as error:
            self.errors[place] = error.message


def _check_number(fields: int) -> None:
    if fields > MAX_FIELDS:
        raise SeqGPTError(
            "too_many_fields",
            f"共有 {fields} 个字段，超过上限 {MAX_FIELDS} 个，请删去一些或分几次提取。",
        )
