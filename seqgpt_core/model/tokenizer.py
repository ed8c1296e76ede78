"""Character-level tokenizer for CJK and digits, subword for Latin words.

Every token covers at least one character of the text as given, tokens are in order and together
cover every character, so a value can begin and end at any CJK character or digit and a text of
n characters never has more than n tokens. Latin words are segmented by the unigram language
model of the vocabulary (Kudo 2018, arXiv:1804.10959) with a Viterbi search.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ..errors import SeqGPTError

PAD, BEGIN, END, UNKNOWN, FIELD, NEWLINE, TAB, SPACE = range(8)
SPECIALS = ("<pad>", "<s>", "</s>", "<unk>", "[FIELD]", "\n", "\t", " ")
_TOKEN = re.compile(r"[A-Za-z\u00c0-\u024f]+|[ \u00a0\u3000]+|.", re.DOTALL)
_MAX_PIECE = 16
_UNKNOWN_LETTER_SCORE = -30.0

Ids = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Encoding:
    """Token ids of one text with their places.

    Attributes:
        ids: (tokens,) int64 vocabulary indices.
        starts, ends: (tokens,) int64 half-open code point offsets of each token.
    """

    ids: Ids
    starts: Ids
    ends: Ids

    def __len__(self) -> int:
        return len(self.ids)


class Tokenizer:
    """Maps text to ids; immutable.

    Args:
        characters: the single characters of the vocabulary, ids after the specials.
        pieces: Latin pieces with unigram log probabilities, ids after the characters.
    """

    def __init__(self, characters: str, pieces: Sequence[tuple[str, float]]) -> None:
        self._characters = characters
        self._pieces = tuple(pieces)
        first = len(SPECIALS)
        self._character_ids: dict[str, int] = {c: first + i for i, c in enumerate(characters)}
        self._character_ids |= {"\n": NEWLINE, "\t": TAB, " ": SPACE}
        first += len(characters)
        self._piece_ids: Mapping[str, int] = {p: first + i for i, (p, _) in enumerate(pieces)}
        self._scores: Mapping[str, float] = dict(pieces)
        self._word = lru_cache(maxsize=20_000)(self._segment)
        self._character = lru_cache(maxsize=20_000)(self._character_id)

    def __len__(self) -> int:
        return len(SPECIALS) + len(self._characters) + len(self._pieces)

    def encode(self, text: str) -> Encoding:
        """Tokens of `text`, without begin and end marks."""
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for match in _TOKEN.finditer(text):
            token, start, end = match.group(), match.start(), match.end()
            if token[0].isalpha() and (token[0].isascii() or "\u00c0" <= token[0] <= "\u024f"):
                for piece_id, length in self._word(token):
                    ids.append(piece_id)
                    starts.append(start)
                    start += length
                    ends.append(start)
                continue
            ids.append(SPACE if token[0] in " \u00a0\u3000" else self._character(token))
            starts.append(start)
            ends.append(end)
        return Encoding(*(np.array(x, dtype=np.int64) for x in (ids, starts, ends)))

    def encode_field(self, name: str, limit: int = 64) -> Ids:
        """`[FIELD] name…` as ids, at most `limit` tokens."""
        ids = self.encode(name).ids[: limit - 1]
        return np.concatenate([np.array([FIELD], dtype=np.int64), ids])

    def _character_id(self, character: str) -> int:
        found = self._character_ids.get(character)
        if found is None:
            folded = unicodedata.normalize("NFKC", character)
            found = self._character_ids.get(folded[:1])
            if found is None:
                found = self._piece_ids.get(folded[:1], UNKNOWN)
        return found

    def _segment(self, word: str) -> tuple[tuple[int, int], ...]:
        """(id, characters) of the most probable segmentation of a Latin word."""
        best = [0.0] + [-1e30] * len(word)
        back = [0] * (len(word) + 1)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - _MAX_PIECE), end):
                score = self._scores.get(word[start:end])
                if score is None:
                    if end - start > 1:
                        continue
                    score = _UNKNOWN_LETTER_SCORE
                if best[start] + score > best[end]:
                    best[end], back[end] = best[start] + score, start
        cuts = []
        end = len(word)
        while end:
            cuts.append((back[end], end))
            end = back[end]
        return tuple(
            (self._piece_ids.get(word[a:b], self._character(word[a])), b - a)
            for a, b in reversed(cuts)
        )

    def save(self, path: Path) -> None:
        """Write the vocabulary as JSON."""
        data = {"version": 1, "characters": self._characters, "pieces": self._pieces}
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Tokenizer:
        """Read a vocabulary.

        Raises:
            SeqGPTError: `checkpoint_damaged` if the file is not a vocabulary of version 1.
        """
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != 1:
                raise ValueError("version")
            return cls(str(data["characters"]), [(str(p), float(s)) for p, s in data["pieces"]])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise SeqGPTError(
                "checkpoint_damaged", f"模型词表 {path.name} 无法读取，请重新安装或换一个模型目录。"
            ) from error
