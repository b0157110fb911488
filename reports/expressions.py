"""The language of checks: a condition on the figures of a report (pure; nothing is ever run).

Names are the codes of indicators, ``code/option`` for a part, ``code.n`` and ``code.d`` for the
two numbers of a rate (``code`` alone is its percent). ``last.code`` is what the unit reported
last, ``cumulative.code`` what is approved so far with this period, ``mean(code, 8)`` the mean of
up to eight earlier periods. A name with a hyphen stands in brackets: ``[street-events]``. Besides
``+ - * /``, comparisons, ``and or not``, ``abs min max`` and ``if(condition, then, otherwise)``.

A condition holds, does not hold, or cannot be told (``None``): a figure it needs was not
reported, or something is divided by zero. A missing figure is never zero.
"""

from collections.abc import Callable, Collection
from decimal import Decimal
from difflib import get_close_matches

from django.utils.translation import gettext as _

from reports.expression_nodes import (
    COMPARISONS,
    MOST_PERIODS,
    NUMBER_TYPE,
    PRODUCTS,
    SUMS,
    TRUTH,
    Expression,
    Mention,
    Node,
    Ref,
)
from reports.expression_tokens import (
    END,
    KEYWORD,
    NAME,
    NUMBER,
    SIGN,
    ExpressionProblem,
    Token,
    tokens_of,
)

DEEPEST = 20
WHEN = ("last", "cumulative")
FUNCTIONS = {"abs": (1, 1), "min": (2, 10), "max": (2, 10), "if": (3, 3), "mean": (1, 2)}


def parse(text: str, known: Collection[str]) -> Expression:
    """Read a condition on the figures ``known`` (codes and ``code/option``).

    ExpressionProblem, with the character, for anything else.
    """
    return _Reader(text, known).whole()


class _Reader:
    """Reads tokens by descent; every nesting is counted."""

    def __init__(self, text: str, known: Collection[str]) -> None:
        self.text, self.known = text, known
        self.tokens = tokens_of(text)
        self.here = self.depth = 0
        self.mentions: list[Mention] = []

    @property
    def token(self) -> Token:
        return self.tokens[self.here]

    def take(self, kind: str, *texts: str) -> Token | None:
        token = self.token
        if token.kind != kind or (texts and token.text not in texts):
            return None
        self.here += 1
        return token

    def expect(self, sign: str) -> None:
        if not self.take(SIGN, sign):
            raise ExpressionProblem(
                _("A “%(sign)s” is missing here.") % {"sign": sign}, self.token.at
            )

    def whole(self) -> Expression:
        if self.token.kind == END:
            raise ExpressionProblem(_("Write a condition, e.g. a <= b."), 1)
        root = self.either()
        if self.token.kind != END:
            raise self.unexpected()
        return Expression(self.text, self.typed(root, TRUTH), tuple(self.mentions))

    def unexpected(self) -> ExpressionProblem:
        token = self.token
        if token.kind == END:
            return ExpressionProblem(_("Something is missing at the end."), token.at)
        if token.kind == SIGN and token.text in COMPARISONS:
            sentence = _("Two comparisons in a row; join them with “and”.")
            return ExpressionProblem(sentence, token.at)
        return ExpressionProblem(
            _("“%(word)s” cannot stand here.") % {"word": token.text[:20]}, token.at
        )

    def typed(self, node: Node, wanted: str) -> Node:
        if node.gives == wanted:
            return node
        if wanted == TRUTH:
            raise ExpressionProblem(
                _("A comparison is needed here, e.g. with <= or =; this is a number."), node.at
            )
        raise ExpressionProblem(_("A number is needed here; this is a comparison."), node.at)

    def nested(self, read: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ExpressionProblem(_("Too many parentheses inside each other."), self.token.at)
        node = read()
        self.depth -= 1
        return node

    def chain(self, kind: str, words: Collection[str], read: Callable, type_: str) -> Node:
        node = read()
        while word := self.take(kind, *words):
            left = self.typed(node, type_)
            node = Node(word.text, type_, left.at, (left, self.typed(read(), type_)))
        return node

    def either(self) -> Node:
        return self.chain(KEYWORD, ("or",), self.both, TRUTH)

    def both(self) -> Node:
        return self.chain(KEYWORD, ("and",), self.negation, TRUTH)

    def negation(self) -> Node:
        word = self.take(KEYWORD, "not")
        if not word:
            return self.comparison()
        return Node("not", TRUTH, word.at, (self.typed(self.nested(self.negation), TRUTH),))

    def comparison(self) -> Node:
        left = self.sum()
        sign = self.take(SIGN, *COMPARISONS)
        if not sign:
            return left
        left = self.typed(left, NUMBER_TYPE)
        return Node(sign.text, TRUTH, left.at, (left, self.typed(self.sum(), NUMBER_TYPE)))

    def sum(self) -> Node:
        return self.chain(SIGN, SUMS, self.product, NUMBER_TYPE)

    def product(self) -> Node:
        return self.chain(SIGN, PRODUCTS, self.signed, NUMBER_TYPE)

    def signed(self) -> Node:
        sign = self.take(SIGN, "-")
        if not sign:
            return self.single()
        inner = self.typed(self.nested(self.signed), NUMBER_TYPE)
        return Node("negate", NUMBER_TYPE, sign.at, (inner,))

    def single(self) -> Node:
        if number := self.take(NUMBER):
            return Node("number", NUMBER_TYPE, number.at, (Decimal(number.text),))
        if self.take(SIGN, "("):
            node = self.nested(self.either)
            self.expect(")")
            return node
        name = self.take(NAME)
        if not name:
            raise self.unexpected()
        if self.token.kind == SIGN and self.token.text == "(":
            return self.call(name)
        return self.figure(name)

    def call(self, name: Token) -> Node:
        does = name.text.lower()
        if does not in FUNCTIONS:
            raise ExpressionProblem(
                _("“%(name)s” is no function; there are %(known)s.")
                % {"name": name.text[:20], "known": ", ".join(FUNCTIONS)},
                name.at,
            )
        self.expect("(")
        if does == "mean":
            return self.mean(name)
        args = [self.nested(self.either)]
        while self.take(SIGN, ","):
            args.append(self.nested(self.either))
        self.expect(")")
        least, most = FUNCTIONS[does]
        if not least <= len(args) <= most:
            raise ExpressionProblem(
                _("%(name)s takes %(least)d to %(most)d values, not %(n)d.")
                % {"name": does, "least": least, "most": most, "n": len(args)},
                name.at,
            )
        if does == "if":
            rest = [self.typed(arg, args[1].gives) for arg in args[1:]]
            return Node("if", rest[0].gives, name.at, (self.typed(args[0], TRUTH), *rest))
        return Node(does, NUMBER_TYPE, name.at, tuple(self.typed(a, NUMBER_TYPE) for a in args))

    def mean(self, name: Token) -> Node:
        first = self.take(NAME)
        if not first:
            raise ExpressionProblem(_("mean takes the code of an indicator."), self.token.at)
        periods = MOST_PERIODS
        inner = self.figure(first, when="mean")
        if self.take(SIGN, ","):
            many = self.take(NUMBER)
            if not many or not many.text.isdigit() or not 1 <= int(many.text) <= MOST_PERIODS:
                raise ExpressionProblem(
                    _("mean looks back over 1 to %(n)d periods.") % {"n": MOST_PERIODS},
                    self.tokens[self.here - 1].at,
                )
            periods = int(many.text)
        self.expect(")")
        ref = inner.args[0]
        ref = Ref(ref.key, "mean", ref.side, periods)
        self.mentions[-1] = Mention(ref, name.at - 1, self.tokens[self.here - 1].end - 1)
        return Node("ref", NUMBER_TYPE, name.at, (ref,))

    def figure(self, name: Token, when: str = "now") -> Node:
        first, last = name, name
        if when == "now" and name.text in WHEN and name.text not in self.known:
            when = name.text
            self.expect(".")
            last = self.take(NAME)
            if not last:
                raise ExpressionProblem(_("A code belongs behind the point."), self.token.at)
        key, last = self.key(last)
        side = ""
        if self.token.kind == SIGN and self.token.text == "." and self.token.glued:
            self.here += 1
            last = self.take(NAME, "n", "d")
            if not last:
                raise ExpressionProblem(_("Only .n or .d of a rate can stand here."), self.token.at)
            side = last.text
        ref = Ref(key, when, side)
        self.mentions.append(Mention(ref, first.at - 1, last.end - 1))
        return Node("ref", NUMBER_TYPE, first.at, (ref,))

    def key(self, name: Token) -> tuple[str, Token]:
        """The key that stands at ``name``: a slash without spaces may belong to it."""
        if name.text not in self.known:
            raise self.unknown(name)
        slash, option = (
            self.tokens[self.here],
            self.tokens[min(self.here + 1, len(self.tokens) - 1)],
        )
        if slash.text != "/" or not (slash.glued and option.glued and option.kind == NAME):
            return name.text, name
        whole = f"{name.text}/{option.text}"
        if whole in self.known:
            self.here += 2
            return whole, option
        if option.text in self.known or option.text.lower() in FUNCTIONS:
            return name.text, name
        raise ExpressionProblem(
            _("“%(name)s” is not a part of “%(code)s”. To divide, put spaces around the slash.")
            % {"name": option.text[:40], "code": name.text},
            option.at,
        )

    def unknown(self, name: Token) -> ExpressionProblem:
        near = get_close_matches(name.text, self.known, n=1)
        words = {"name": name.text[:40], "near": near[0] if near else ""}
        if near:
            sentence = _("This report does not ask for “%(name)s”. Is “%(near)s” meant?") % words
        else:
            sentence = _("This report does not ask for “%(name)s”.") % words
        return ExpressionProblem(sentence, name.at)
