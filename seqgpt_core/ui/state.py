"""What a session holds: the document, the field rows, and every change that a user can make.

Nothing here knows about widgets. A change either happens whole or leaves everything as it was
and puts one sentence into `errors`; what it replaces can be brought back by `undo`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from ..documents import Document, ReadOptions, read_bytes
from ..documents.read_options import PageProgress
from ..errors import SeqGPTError
from ..extractor import Analysis
from ..fields import MAX_FIELDS, Recipe, dump_recipe, parse_definitions, parse_recipe
from ..fields.recipe_line import recipe_from_line
from ..fields.types import TypeName
from ..results.characters import encodable
from ..results.types import Extraction
from .correcting import CORRECTIONS, Correcting
from .correction_book import CorrectionBook
from .drafts import with_fix
from .history import History, Step
from .repairing import Repaired, Repairing, follow_edit, repair_arrival
from .retyping import retyped
from .rows import (
    FieldGroup,
    FieldRow,
    PanelReading,
    read_rows,
    segments_of,
    thresholds_of,
    without_blank,
)

MAX_GROUP_NAME = 20

Place = str
"""Where an error is shown: `document`, `fields` or `recipe`."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything that a user brought in; replaced as a whole, so that it can be restored.

    Attributes:
        recipe: the recipe that was opened last; what it holds beside fields and thresholds
            (labels, rules, a summary's template, synonyms) goes with the fields when saved.
        groups: sets of rows that the user gave a name.
        repaired: how `text` came of the one that was given; None where nothing in it asked for
            repair.
    """

    text: str = ""
    source: str | None = None
    warnings: tuple[str, ...] = ()
    repaired: Repaired | None = None
    rows: tuple[FieldRow, ...] = ()
    recipe: Recipe | None = None
    groups: tuple[FieldGroup, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return () if self.recipe is None else self.recipe.labels

    @property
    def rules(self) -> tuple[str, ...]:
        return () if self.recipe is None else self.recipe.rules

    @property
    def synonyms(self) -> dict[str, tuple[str, ...]]:
        return {} if self.recipe is None else dict(self.recipe.synonyms)

    def with_fields_of(self, other: Contents) -> Contents:
        """This document with the fields of other contents."""
        return replace(self, rows=other.rows, recipe=other.recipe, groups=other.groups)


@dataclass(frozen=True, slots=True)
class KeptAnalysis:
    """The last analysis, what it was made of, and everything that shows at threshold 0."""

    document: Document
    definitions: tuple[str, ...]
    labels: tuple[str, ...]
    model_sha256: str
    analysis: Analysis
    everything: Extraction
    rules: tuple[str, ...] = ()
    synonyms: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class WorkbenchState(Correcting, Repairing):
    """One session's state.

    Attributes:
        file_documents: the documents of the last file, where it held several.
        file_place: which of them is shown.
        file_box: counts the file boxes; a new one forgets the file of a document that is gone.
        read_options: how files are read.
        last_file: the content and name of the file that was opened last, to be read otherwise.
        draft: what stands in the box for new definitions, not added or not to be added.
        draft_version: counts the changes of `draft` that were not typed, so that the box knows
            when to show another text than its own.
        added_notices: sentences about the definitions added last.
        errors: one sentence by place.
        ticked: the rows whose sliders move together.
        last_action: the number of the last action that the field panel reported.
        history: what `undo` and `redo` bring back.
        kept: the last analysis, so that a threshold or a language never calls the model.
        book: what a person decided about the results of each text.
    """

    contents: Contents = field(default_factory=Contents)
    file_documents: tuple[Document, ...] = ()
    file_place: int = 0
    file_box: int = 0
    read_options: ReadOptions = field(default_factory=ReadOptions)
    last_file: tuple[bytes, str] | None = None
    draft: str = ""
    draft_version: int = 0
    added_notices: tuple[str, ...] = ()
    errors: dict[Place, str] = field(default_factory=dict)
    ticked: frozenset[int] = frozenset()
    last_action: int = 0
    history: History[Contents] = field(default_factory=History)
    kept: KeptAnalysis | None = None
    book: CorrectionBook = field(default_factory=CorrectionBook)
    _next_id: int = 1

    def set_text(self, text: str) -> None:
        """The user edited the text: it is no longer the file's.

        A paste is repaired, typing is not (see `repairing`); so the text that is shown after
        this may be another one than `text`.
        """
        if text == self.contents.text:
            return
        self.errors.pop("document", None)
        text, repaired = follow_edit(self.contents.text, text, self.contents.repaired)
        self._text_edited(self.contents.text, text)
        self.contents = replace(
            self.contents, text=text, source=None, warnings=(), repaired=repaired
        )

    def load_file(self, data: bytes, name: str, on_page: PageProgress | None = None) -> None:
        """Take the document of a file; of several, the first.

        Args:
            on_page: called while the characters of pictures are recognised.
        """
        self.last_file = (data, name)
        with self._attempt("document"):
            documents = read_bytes(data, name, self.read_options, on_page)
            self.file_documents = documents if len(documents) > 1 else ()
            self.file_place = 0
            self._remember()
            self._take(documents[0])

    def set_read_options(self, options: ReadOptions, on_page: PageProgress | None = None) -> None:
        """Read files otherwise; the one that is shown, or could not be read, is read again."""
        if options == self.read_options:
            return
        self.read_options = options
        if self.last_file is None:
            return
        data, name = self.last_file
        source = self.contents.source or ""
        if "document" in self.errors or source == name or source.startswith(f"{name}#"):
            self.load_file(data, name, on_page)

    def choose_document(self, place: int) -> None:
        """Take another document of the last file (0 is the first)."""
        self.file_place = place
        self._remember()
        self._take(self.file_documents[place])

    def open_document(self, document: Document, repaired: Repaired | None = None) -> None:
        """Show a document that was read, and repaired, elsewhere."""
        self._remember()
        self.file_documents = ()
        self.errors.pop("document", None)
        self._show(document, repaired)

    def load_sample(self, text: str, recipe: Recipe) -> None:
        self._remember()
        self.file_documents = ()
        self.file_box += 1
        self.errors.clear()
        self._show(Document(text))
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
            self._open_recipe(parse_recipe(text, name))

    def open_recipe(self, recipe: Recipe) -> None:
        """Take the fields of a recipe in place of the present ones."""
        with self._attempt("recipe"):
            self._open_recipe(recipe)

    def open_recipe_line(self, line: str) -> None:
        """Take the fields of a recipe that someone shared as one line of text."""
        with self._attempt("recipe"):
            self._open_recipe(recipe_from_line(line))

    def recipe_text(self, default_name: str) -> str:
        """The present fields as a recipe in TOML."""
        return dump_recipe(self.as_recipe(default_name))

    def as_recipe(self, default_name: str) -> Recipe:
        """The present fields, with all that came with the recipe that was opened last."""
        rows = without_blank(self.contents.rows)
        thresholds: dict[str, float] = {}
        for row in rows:
            thresholds.setdefault(row.definition, row.threshold)
        return replace(
            self.contents.recipe or Recipe(default_name, ()),
            definitions=tuple(row.definition for row in rows),
            thresholds=thresholds,
            groups={
                group.name: members
                for group in self.contents.groups
                if (members := tuple(r.definition for r in rows if r.id in group.rows))
            },
        )

    def add_definitions(self, written: str) -> None:
        """A row for every definition in a list; what cannot be added whole stays in `draft`."""
        self.draft, self.added_notices = written, ()
        self.draft_version += 1
        with self._attempt("fields"):
            parsed = parse_definitions(written)
            segments = segments_of(written)
            _check_number(len(self.contents.rows) + len(segments))
            if segments:
                self._remember(whole=False)
            self._replace_rows([*self.contents.rows, *map(self._new_row, segments)])
            self.draft = ""
            # Every other notice stands at the row that it is about.
            at_rows = {n.message for row in self.panel.rows for n in row.notices}
            self.added_notices = tuple(
                n.message for n in parsed.notices if n.message not in at_rows
            )

    def set_draft(self, written: str) -> None:
        """What the user is typing into the box for new definitions."""
        self.draft = written
        self.errors.pop("fields", None)

    def fix_draft(self, index: int, fix: str) -> None:
        """Put `fix` in the place of one definition of the draft (0 is the first)."""
        self.draft = with_fix(self.draft, index, fix)
        self.draft_version += 1

    def rename(self, row_id: int, written: str) -> None:
        """Change a definition in place; a list of several puts the others after it."""
        index = self._index(row_id)
        row = self.contents.rows[index]
        with self._attempt("fields"):
            segments = segments_of(written) or (written,)
            _check_number(len(self.contents.rows) + len(segments) - 1)
            rows = list(self.contents.rows)
            self._remember(whole=False)
            rows[index : index + 1] = [
                replace(row, definition=segments[0]),
                *map(self._new_row, segments[1:]),
            ]
            self._follow_renames(self.contents.rows, rows)
            self._replace_rows(rows)

    def set_threshold(self, row_id: int, threshold: float) -> None:
        self.set_thresholds({row_id: threshold})

    def set_thresholds(self, thresholds: Mapping[int, float], gesture: int | None = None) -> None:
        """Set several thresholds by row; those of one gesture are one step for `undo`."""
        rows = tuple(
            replace(row, threshold=thresholds.get(row.id, row.threshold))
            for row in self.contents.rows
        )
        if rows != self.contents.rows:
            self._remember(whole=False, gesture=gesture)
            self._replace_rows(rows)
            self.history.settle(self.contents)

    def move(self, row_id: int, place: int) -> None:
        """Put a row at a place among all rows (0 is the first)."""
        rows = list(self.contents.rows)
        row = rows.pop(self._index(row_id))
        rows.insert(place, row)
        if tuple(rows) != self.contents.rows:
            self._remember(whole=False)
            self._replace_rows(rows)

    def duplicate(self, row_id: int) -> None:
        """A copy of a row right below it, to be changed."""
        with self._attempt("fields"):
            _check_number(len(self.contents.rows) + 1)
            index = self._index(row_id)
            rows = list(self.contents.rows)
            copy = replace(self._new_row(rows[index].definition), threshold=rows[index].threshold)
            self._remember(whole=False)
            self._replace_rows([*rows[: index + 1], copy, *rows[index + 1 :]])

    def retype(self, row_id: int, name: TypeName | None) -> None:
        """Make a field's definition say its type; None leaves it to the field's name."""
        spec = self.panel.rows[self._index(row_id)].spec
        if spec is not None and not spec.components and not spec.columns:
            self.rename(row_id, retyped(spec, name))

    def tick(self, row_ids: Iterable[int]) -> None:
        """Choose the rows whose sliders move together."""
        known = {row.id for row in self.contents.rows}
        self.ticked = frozenset(row_ids) & known

    def save_group(self, name: str) -> None:
        """Keep the ticked rows under a name; one of the same name is replaced."""
        name = " ".join(name.split())[:MAX_GROUP_NAME]
        members = tuple(row.id for row in self.contents.rows if row.id in self.ticked)
        if name and members:
            self._remember(whole=False)
            others = tuple(group for group in self.contents.groups if group.name != name)
            groups = (*others, FieldGroup(name, members))
            self.contents = replace(self.contents, groups=groups)

    def delete_group(self, name: str) -> None:
        self._remember(whole=False)
        groups = tuple(group for group in self.contents.groups if group.name != name)
        self.contents = replace(self.contents, groups=groups)

    def delete(self, row_id: int) -> None:
        index = self._index(row_id)
        self._remember(whole=False)
        self._replace_rows([*self.contents.rows[:index], *self.contents.rows[index + 1 :]])

    def clear_fields(self) -> None:
        """Delete every row, and with them what came with the recipe."""
        self._remember(whole=False)
        self.contents = self.contents.with_fields_of(Contents())

    def undo(self) -> None:
        """Go back by one change: a replaced document, or an edit of the fields."""
        self._restore(self.history.undo(self.contents))

    def redo(self) -> None:
        """Bring again what `undo` took away."""
        self._restore(self.history.redo(self.contents))

    @property
    def previous(self) -> Contents | None:
        """What `undo` brings back, where the last change replaced more than the fields."""
        done = self.history.done
        return done[-1].before if done and done[-1].whole else None

    @property
    def document(self) -> Document:
        """The document as it stands, not yet checked for anything to read."""
        repaired = self.contents.repaired
        return Document(
            self.contents.text,
            self.contents.source,
            self.contents.warnings,
            None if repaired is None else repaired.source_map,
        )

    @property
    def panel(self) -> PanelReading:
        """How the field rows are read."""
        return read_rows(tuple(row.definition for row in self.contents.rows))

    @property
    def thresholds(self) -> dict[str, float]:
        """Thresholds of the usable fields by definition."""
        return thresholds_of(self.contents.rows)

    def _new_row(self, definition: str) -> FieldRow:
        row = FieldRow(self._next_id, definition)
        self._next_id += 1
        return row

    def _index(self, row_id: int) -> int:
        return next(i for i, row in enumerate(self.contents.rows) if row.id == row_id)

    def _replace_rows(self, rows: Sequence[FieldRow]) -> None:
        self.contents = replace(self.contents, rows=tuple(rows))

    def _take(self, document: Document) -> None:
        """Show a document that arrived, repaired."""
        # A lone surrogate cannot travel to the browser; it is shown as U+FFFD from the start.
        text, repaired = repair_arrival(encodable(document.text), document.page_starts)
        self._show(replace(document, text=text), repaired)

    def _show(self, document: Document, repaired: Repaired | None = None) -> None:
        self.errors.pop(CORRECTIONS, None)
        self.contents = replace(
            self.contents,
            text=encodable(document.text),
            source=document.source,
            warnings=document.warnings,
            repaired=repaired,
        )

    def _open_recipe(self, recipe: Recipe) -> None:
        _check_number(len(recipe.definitions))
        self._remember(whole=False)
        self._take_recipe(recipe)

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
            recipe=recipe,
            groups=tuple(
                FieldGroup(name, tuple(row.id for row in rows if row.definition in members))
                for name, members in recipe.groups.items()
            ),
        )
        self.ticked = frozenset()

    def _remember(self, whole: bool = True, gesture: int | None = None) -> None:
        self.history.remember(Step(self.contents, whole, gesture))

    def _restore(self, step: Step[Contents] | None) -> None:
        if step is None:
            return
        present = self.contents
        self.contents = step.before if step.whole else present.with_fields_of(step.before)
        self._follow_renames(present.rows, self.contents.rows)
        if self.contents.text != present.text:
            self.errors.pop("document", None)
            self.errors.pop(CORRECTIONS, None)
        self.tick(self.ticked)

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
