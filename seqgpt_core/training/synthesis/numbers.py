"""Numbers that identify: credit codes, phones, accounts, plates, case and document numbers."""

from __future__ import annotations

import random

from .values import Scene, Value, generator, plain

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_check(body: str) -> str:
    """The check character of a unified social credit code (GB 32100-2015) for 17 characters."""
    total = sum(
        CREDIT_ALPHABET.index(letter) * (3**place % 31) for place, letter in enumerate(body)
    )
    return CREDIT_ALPHABET[(31 - total % 31) % 31]


def organisation_check(body: str) -> str:
    """The check character of an organisation code (GB 11714-1997) for 8 digits or letters."""
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(letter, 36) * weight for letter, weight in zip(body, weights, strict=True))
    return "0123456789X0"[(11 - total % 11)]


def luhn_check(body: str) -> str:
    """The Luhn check digit that makes `body` + digit valid."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        number = int(digit) * (2 if place % 2 == 0 else 1)
        total += number - 9 if number > 9 else number
    return str(-total % 10)


def digits(rng: random.Random, count: int) -> str:
    """That many random digits."""
    return "".join(rng.choice("0123456789") for _ in range(count))


@generator
def credit_code(scene: Scene) -> Value:
    """统一社会信用代码: 18 characters with a valid check character."""
    rng = scene.random
    area = rng.choice("110105 310115 440304 330106 320505 510104 420106 610131 650104".split())
    organisation = "".join(rng.choice(CREDIT_ALPHABET) for _ in range(8))
    organisation += organisation_check(organisation)
    body = rng.choice(["91", "91", "92", "12", "52"]) + area + organisation
    return plain(body + credit_check(body), "id")


MOBILE = "130 131 132 135 136 137 138 139 150 151 158 159 177 180 186 187 188 189 191 199".split()


@generator
def mobile(scene: Scene) -> Value:
    """A mobile number, bare or grouped or masked, one style a document."""
    rng = scene.random
    head, middle, tail = rng.choice(MOBILE), digits(rng, 4), digits(rng, 4)
    style = scene.choice("mobile style", 12)
    if style == 0:
        return plain(f"{head} {middle} {tail}", "phone")
    if style == 1:
        return plain(f"{head}-{middle}-{tail}", "phone")
    if style == 2:
        return plain(f"{head}****{tail}", "phone")
    return plain(head + middle + tail, "phone")


@generator
def landline(scene: Scene) -> Value:
    """A fixed line with its area code, now and then with an extension."""
    rng = scene.random
    area = rng.choice("010 021 022 0571 0755 025 028 0512 0931 0991 0551 0371 0898 0451".split())
    number = rng.choice("235678") + digits(rng, 7 if len(area) == 3 else 6 + rng.randint(0, 1))
    style = scene.choice("landline style", 5)
    text = f"{area}-{number}" if style else f"（{area}）{number}"
    if rng.random() < 0.1:
        text += rng.choice(["转", "-"]) + digits(rng, 4)
    return plain(text, "phone")


@generator
def phone(scene: Scene) -> Value:
    """A mobile number or a fixed line."""
    return mobile(scene) if scene.random.random() < 0.7 else landline(scene)


@generator
def account(scene: Scene) -> Value:
    """A bank account or card number with a Luhn check digit."""
    rng = scene.random
    body = rng.choice(["622202", "621700", "622848", "621661", "110907", "440168", "800117"])
    body += digits(rng, rng.choice([9, 12]))
    number = body + luhn_check(body)
    if scene.choice("account style", 3) == 0:
        number = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
    return plain(number, "account")


@generator
def plate(scene: Scene) -> Value:
    """A licence plate, petrol (5 characters) or electric (6)."""
    rng = scene.random
    head = rng.choice("京沪津渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂宁新藏")
    head += rng.choice("ABCDEFGHJK") + rng.choice(["", "", "·"])
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    if rng.random() < 0.3:
        return plain(head + rng.choice("DF") + digits(rng, 5), "plate")
    tail = [rng.choice("0123456789") for _ in range(5)]
    for place in rng.sample(range(5), rng.randint(0, 2)):
        tail[place] = rng.choice(letters)
    return plain(head + "".join(tail), "plate")


@generator
def case_number(scene: Scene) -> Value:
    """A court's case number, for example （2023）苏05民终1234号."""
    rng = scene.random
    court = rng.choice("苏05 京0105 沪0115 粤03 浙01 川01 鲁02 陕01 鄂0106 闽0203 豫0191".split())
    kind = rng.choice("民初 民终 商初 执 民申 行初 财保".split())
    brackets = rng.choice([("（", "）"), ("(", ")"), ("〔", "〕")])
    year = rng.randint(2018, 2024)
    number = rng.randint(11, 23999)
    return plain(f"{brackets[0]}{year}{brackets[1]}{court}{kind}{number}号", "number")


@generator
def number(scene: Scene, *patterns: str) -> Value:
    """A document number by pattern: 9 a digit, A a letter, Y a year, M a month, D a day.

    A letter after a backslash stands for itself; other characters are kept.
    """
    rng = scene.random
    pattern = rng.choice(patterns)
    result, place = [], 0
    while place < len(pattern):
        letter = pattern[place]
        if letter == "\\":
            place += 1
            result.append(pattern[place])
        elif letter == "9":
            result.append(rng.choice("0123456789"))
        elif letter == "A":
            result.append(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ"))
        elif letter == "Y":
            result.append(str(rng.randint(2019, 2024)))
        elif letter == "M":
            result.append(f"{rng.randint(1, 12):02d}")
        elif letter == "D":
            result.append(f"{rng.randint(1, 28):02d}")
        else:
            result.append(letter)
        place += 1
    return plain("".join(result), "number")


@generator
def count(scene: Scene, lowest: str, highest: str, unit: str = "", step: str = "1") -> Value:
    """A whole number with its unit (`12台`); the unit belongs to the value."""
    value = scene.random.randrange(int(lowest), int(highest) + 1, int(step))
    gap = " " if unit and scene.choice("unit gap", 12) == 0 else ""
    return plain(f"{value}{gap}{unit}", "count", unit, value)


@generator
def decimal(scene: Scene, lowest: str, highest: str, places: str, unit: str = "") -> Value:
    """A decimal number with its unit (`36.8℃`)."""
    value = scene.random.uniform(float(lowest), float(highest))
    return plain(f"{value:.{int(places)}f}{unit}", "quantity", unit, value)
