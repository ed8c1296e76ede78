"""Amounts of money and rates in the styles of Chinese business documents."""

from __future__ import annotations

import random

from .values import Piece, Scene, Value, generator, plain

CAPITALS = "零壹贰叁肆伍陆柒捌玖"
COLLOQUIAL = "零一二三四五六七八九"


def _group(number: int, figures: str, places: tuple[str, str, str]) -> str:
    """A number below 10000 in words, without leading zeros."""
    names = (places[2], places[1], places[0], "")
    result, pending = "", False
    for place, figure in enumerate(f"{number:04d}"):
        if figure == "0":
            pending = bool(result)
            continue
        if pending:
            result += figures[0]
            pending = False
        result += figures[int(figure)] + names[place]
    return result


def integer_words(number: int, figures: str, places: tuple[str, str, str]) -> str:
    """A whole number below 10**12 in words, 万 and 亿 as usual.

    Raises:
        ValueError: if the number is out of range.
    """
    if not 0 <= number < 10**12:
        raise ValueError("number out of range")
    if number == 0:
        return figures[0]
    result = ""
    for size, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // size % 10**4
        if group == 0:
            continue
        if result and (group < 1000 or (number // (size * 10**4)) % 10**4 == 0):
            result += figures[0]
        result += _group(group, figures, places) + name
    return result


def capital_amount(fen: int) -> str:
    """An amount in fen as 大写, ending in 整 where there are no fen (`贰仟叁佰捌拾元整`)."""
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    text = integer_words(yuan, CAPITALS, ("拾", "佰", "仟")) + "元"
    if not jiao and not rest:
        return text + "整"
    if jiao:
        text += CAPITALS[jiao] + "角"
    else:
        text += "零"
    if rest:
        return text + CAPITALS[rest] + "分"
    return text


def spoken(number: int) -> str:
    """A whole number as said (`五十`, `两万` is left as `二万`)."""
    text = integer_words(number, COLLOQUIAL, ("十", "百", "千"))
    return text[1:] if text.startswith("一十") else text


def _tidy(number: float, places: int = 2) -> str:
    return f"{number:.{places}f}".rstrip("0").rstrip(".")


def _round_amount(rng: random.Random, lowest: float, highest: float) -> int:
    """Fen; log-uniform, mostly round to a few leading digits."""
    value: float = lowest * (highest / lowest) ** rng.random()
    draw = rng.random()
    if draw < 0.55:
        size = int(10 ** max(0, len(str(int(value))) - 2))
        return max(1, round(value / size)) * size * 100
    if draw < 0.8:
        size = int(10 ** max(0, len(str(int(value))) - 4))
        return max(1, round(value / size)) * size * 100
    if draw < 0.9:
        return int(value) * 100
    return int(value * 100)


STYLES = (
    "symbol",
    "yuan",
    "yuan",
    "plain_yuan",
    "wan",
    "wan",
    "full",
    "full",
    "full_reversed",
    "capital",
    "currency",
)


def amount_value(fen: int, style: str) -> Value:
    """The amount in a style; content is fen.

    Only the figures with their sign and unit are the value: `人民币` before it is not. In the
    full styles both the 大写 and the 小写 are the value.
    """
    yuan = fen / 100
    figures = f"{yuan:,.2f}"
    short = f"{yuan:,.0f}" if fen % 100 == 0 else figures
    capital = capital_amount(fen)
    forms = {"大写": capital, "小写": f"¥{figures}", "元": f"{short}元", "数": figures}
    pieces: list[Piece]
    if style == "symbol":
        pieces = [(f"¥{figures}", "")]
    elif style == "yuan":
        pieces = [(f"{short}元", "")]
    elif style == "plain_yuan":
        pieces = [(f"{_tidy(yuan)}元", "")]
    elif style == "currency":
        pieces = [("人民币", None), (f"{figures}元", "")]
    elif style == "capital":
        pieces = [("人民币", None), (capital, "")]
    elif style == "full":
        pieces = [
            ("人民币", None),
            (capital, "大写"),
            ("（", None),
            (f"¥{figures}", "小写"),
            ("）", None),
        ]
    elif style == "full_reversed":
        pieces = [
            ("人民币", None),
            (f"{short}元", "小写"),
            ("（大写：", None),
            (capital, "大写"),
            ("）", None),
        ]
    elif style == "wan" and fen % 10_000 == 0 and 10**6 <= fen < 10**10:
        pieces = [(f"{_tidy(yuan / 1e4)}万元", "")]
    elif style == "wan" and fen % 10**8 == 0 and fen >= 10**10:
        pieces = [(f"{_tidy(yuan / 1e8, 4)}亿元", "")]
    else:
        pieces = [(f"{short}元", "")]
    return Value(tuple(pieces), "amount", forms, "元", fen)


@generator
def amount(scene: Scene, lowest: str, highest: str) -> Value:
    """An amount between two limits in yuan; the document keeps to one or two styles."""
    fen = _round_amount(scene.random, float(lowest), float(highest))
    return amount_value(fen, _style(scene))


def _style(scene: Scene) -> str:
    which = scene.choice("amount style", len(STYLES))
    if scene.random.random() < 0.25:
        return scene.random.choice(STYLES)
    return STYLES[which]


@generator
def share(scene: Scene, key: str, lowest: str, highest: str) -> Value:
    """A part of another amount, between two fractions of it, round to 100 yuan or 1%."""
    whole = scene.value(key).content
    if not isinstance(whole, int):
        raise TypeError(f"slot {key} is not an amount")
    fraction = scene.random.uniform(float(lowest), float(highest))
    fen = max(100, int(whole * fraction) // 10_000 * 10_000)
    return amount_value(fen, _style(scene))


@generator
def amount_full(scene: Scene, lowest: str, highest: str) -> Value:
    """An amount in words and figures, as on invoices: `（大写）…整（小写）¥…`."""
    fen = _round_amount(scene.random, float(lowest), float(highest))
    capital, short = capital_amount(fen), f"¥{fen / 100:,.2f}"
    pieces: tuple[Piece, ...] = (
        ("（大写）", None),
        (capital, "大写"),
        ("（小写）", None),
        (short, "小写"),
    )
    if scene.choice("full amount", 2):
        pieces = (
            ("：", None),
            (short, "小写"),
            ("（人民币", None),
            (capital, "大写"),
            ("）", None),
        )
    return Value(pieces, "amount", {}, "元", fen)


@generator
def money(scene: Scene, lowest: str, highest: str) -> Value:
    """A small price with its unit: `¥28.50`, `128元`; no words in capitals."""
    fen = _round_amount(scene.random, float(lowest), float(highest))
    return amount_value(fen, ("yuan", "symbol", "plain_yuan")[scene.choice("price style", 3)])


@generator
def figures(scene: Scene, lowest: str, highest: str) -> Value:
    """A bare amount for a table column (`2,380.00`)."""
    fen = _round_amount(scene.random, float(lowest), float(highest))
    text = f"{fen / 100:,.2f}" if scene.choice("grouped", 2) else f"{fen / 100:.2f}"
    return plain(text, "figure", "元", fen)


@generator
def product(scene: Scene, price: str, quantity: str) -> Value:
    """A line's total: another slot's bare amount times a third slot's number."""
    fen, count = scene.value(price).content, scene.value(quantity).content
    if not isinstance(fen, int) or not isinstance(count, int):
        raise TypeError(f"{price} and {quantity} do not multiply")
    total = fen * count
    text = f"{total / 100:,.2f}" if scene.choice("grouped", 2) else f"{total / 100:.2f}"
    return plain(text, "figure", "元", total)


@generator
def wan(scene: Scene, lowest: str, highest: str) -> Value:
    """An amount in 万元 or 亿元 (limits in 万元)."""
    fen = _round_amount(scene.random, float(lowest) * 1e4, float(highest) * 1e4)
    number = fen / 1e6
    if number >= 10_000 and scene.choice("yi", 2):
        return plain(f"{_tidy(number / 1e4, 4)}亿元", "amount", "万元", fen)
    grouped = scene.choice("grouped wan", 3) == 0
    text = f"{number:,.2f}" if grouped else _tidy(number)
    return plain(f"{text}万元", "amount", "万元", fen)


@generator
def rough_amount(scene: Scene, lowest: str, highest: str) -> Value:
    """An amount as people say it: `大概五十万左右`; the hedge is not part of the value."""
    rng = scene.random
    fen = _round_amount(rng, float(lowest), float(highest))
    yuan = fen // 100
    if yuan >= 20_000:
        number = round(yuan / 10_000)
        text = rng.choice([f"{spoken(number)}万", f"{number}万", f"{number}万元", f"{number}w"])
    elif yuan >= 2_000:
        number = round(yuan / 1000) * 1000
        text = rng.choice([f"{number}", f"{number}元", f"{spoken(number)}", f"{spoken(number)}块"])
    else:
        number = max(10, round(yuan / 10) * 10)
        text = rng.choice([f"{number}元", f"{number}块", f"{spoken(number)}块钱"])
    hedge = rng.choice(
        [("", ""), ("大概", ""), ("", "左右"), ("约", ""), ("差不多", ""), ("大概", "左右")]
    )
    pieces: list[Piece] = [(text, "")]
    if hedge[0]:
        pieces.insert(0, (hedge[0], None))
    if hedge[1]:
        pieces.append((hedge[1], None))
    return Value(tuple(pieces), "amount", {}, "元", fen)


@generator
def percent(scene: Scene, lowest: str, highest: str, places: str = "0") -> Value:
    """`30%`, sometimes `百分之三十` for whole numbers."""
    value = scene.random.uniform(float(lowest), float(highest))
    text = f"{value:.{int(places)}f}"
    if places == "0" and scene.choice("percent words", 8) == 0:
        return plain(f"百分之{spoken(int(text))}", "rate", "%", float(text))
    return plain(f"{text}%", "rate", "%", float(text))


@generator
def daily_rate(scene: Scene) -> Value:
    """A late-payment rate: `万分之五`, `0.5‰`, `千分之三`, `0.05%`."""
    rng = scene.random
    return plain(
        rng.choice(
            [
                f"万分之{spoken(rng.randint(1, 9))}",
                f"千分之{spoken(rng.randint(1, 8))}",
                f"{rng.randint(1, 9) / 10}‰",
                f"{rng.randint(1, 5)}‰",
                "0.05%",
                "0.1%",
                "0.03%",
                "0.3%",
                "0.5%",
                "5‱",
            ]
        ),
        "rate",
        "‰",
    )


@generator
def loan_rate(scene: Scene) -> Value:
    """A loan's yearly rate: `4.35%`, `LPR+60BP`, `一年期LPR减20个基点`, `4.05%（年化）`."""
    rng = scene.random
    plain_rate = f"{rng.uniform(2.6, 7.2):.2f}%"
    points = rng.randrange(5, 180, 5)
    return plain(
        rng.choice(
            [
                plain_rate,
                plain_rate,
                plain_rate,
                f"{rng.uniform(2.6, 7.2):.1f}%",
                f"LPR+{points}BP",
                f"LPR-{points}BP",
                f"一年期LPR加{points}个基点",
                f"五年期以上LPR减{points}个基点",
                f"1年期LPR+{points}BP",
            ]
        ),
        "rate",
        "%",
    )
