r"""Turn many regular expressions into few tables that find all of them in one look at each character.

The construction is Thompson's (1968, Regular expression search algorithm) with subsets of states as in Rabin and Scott
(1959); equal states are merged by Moore's partition refinement. What a pattern may hold: literals, classes, groups,
alternatives, repetition, ``\A``, ``\Z``, ``\b`` and ``\B``; no look-around and no back-references.
"""

from __future__ import annotations

import re
import re._constants as ops  # type: ignore[import-not-found]  # the parser of re itself, which has no public name
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import N_PLACES, characters, folded, places
from socialclassify.features.tables import Tables

MAX_STATES = 800
"""A group of patterns is closed before its table grows beyond this."""

_MOST_PATTERNS = 64
_PLACES = (ops.AT_BEGINNING_STRING, ops.AT_END_STRING, ops.AT_BOUNDARY, ops.AT_NON_BOUNDARY)
_END = -1
_START, _WORD, _OTHER = range(3)

Charset = NDArray[np.bool_]


class Pattern(NamedTuple):
    """A regular expression to find.

    Attributes
    ----------
    text : str
        As :mod:`re` writes it; a dot matches everything but a line break.
    folded : bool
        Whether it is matched against small letters.
    dotall : bool
        Whether a dot matches line breaks, too.
    """

    text: str
    folded: bool
    dotall: bool


def build(patterns: Sequence[Pattern]) -> Tables:
    """Build the tables for at most 64 patterns.

    Parameters
    ----------
    patterns : sequence of Pattern
        Pattern i sets bit i.

    Returns
    -------
    Tables

    Raises
    ------
    ValueError
        If a pattern holds what cannot be expressed.
    """
    if len(patterns) > _MOST_PATTERNS:
        message = f"{len(patterns)} patterns are too many, at most {_MOST_PATTERNS} fit"
        raise ValueError(message)
    alphabet = _Alphabet(patterns)
    groups: list[tuple[NDArray[np.int64], NDArray[np.uint64]]] = []
    waiting = list(range(len(patterns)))
    while waiting:
        group, table = [waiting[0]], _table([waiting[0]], alphabet)
        for candidate in waiting[1:]:
            wider = _table([*group, candidate], alphabet, MAX_STATES)
            if wider is not None:
                group, table = [*group, candidate], wider
        waiting = [place for place in waiting if place not in group]
        assert table is not None
        groups.append(_merged(*table))
    return _packed(alphabet, groups)


class _Alphabet:
    """Classes of characters that no pattern tells apart, and the patterns parsed into sets of them."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.known = characters()
        self.word = np.array([character.isalnum() or character == "_" for character in self.known])
        self._space = np.array([character.isspace() for character in self.known])
        self._digit = np.array([character.isdecimal() for character in self.known])
        sets: list[Charset] = []
        self._seen: dict[bytes, int] = {}
        self._place(self.word, sets)
        self.parsed = [self._parse(pattern, sets) for pattern in patterns]
        _, self.classes = np.unique(np.stack(sets), axis=1, return_inverse=True)
        self.classes = self.classes.ravel()
        self.size = int(self.classes.max()) + 1
        first = np.array([int(np.flatnonzero(self.classes == number)[0]) for number in range(self.size)])
        self.members = [frozenset(np.flatnonzero(charset[first]).tolist()) for charset in sets]
        self.word_classes = self.members[0]

    def _parse(self, pattern: Pattern, sets: list[Charset]) -> list[Any]:
        tree = parser.parse(pattern.text)
        if tree.state.flags != re.UNICODE:
            message = f"{pattern.text!r} holds flags, which a table cannot express"
            raise ValueError(message)
        return self._nodes(tree, pattern, sets)

    def _nodes(self, tree: Any, pattern: Pattern, sets: list[Charset]) -> list[Any]:
        nodes: list[Any] = []
        for op, argument in tree:
            if op is ops.BRANCH:
                nodes.append(("branch", [self._nodes(branch, pattern, sets) for branch in argument[1]]))
            elif op is ops.SUBPATTERN and not (argument[1] or argument[2]):
                nodes += self._nodes(argument[3], pattern, sets)
            elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
                low, high, inner = argument
                high = None if high is ops.MAXREPEAT else int(high)
                nodes.append(("repeat", int(low), high, self._nodes(inner, pattern, sets)))
            elif op is ops.AT and argument in _PLACES:
                nodes.append(("at", argument))
            else:
                charset = self._charset(op, argument, pattern)
                nodes.append(("set", self._place(charset[folded()] if pattern.folded else charset, sets)))
        return nodes

    def _place(self, charset: Charset, sets: list[Charset]) -> int:
        key = charset.tobytes()
        if key not in self._seen:
            self._seen[key] = len(sets)
            sets.append(charset)
        return self._seen[key]

    def _charset(self, op: Any, argument: Any, pattern: Pattern) -> Charset:
        if op is ops.LITERAL:
            return self._one(argument)
        if op is ops.NOT_LITERAL:
            return ~self._one(argument)
        if op is ops.ANY:
            return np.ones(N_PLACES, dtype=bool) if pattern.dotall else ~self._one(ord("\n"))
        if op is ops.IN:
            return self._in(argument)
        message = f"{pattern.text!r} holds {op}, which a table cannot express"
        raise ValueError(message)

    def _one(self, point: int) -> Charset:
        charset = np.zeros(N_PLACES, dtype=bool)
        charset[int(places(chr(point))[0])] = True
        return charset

    def _in(self, items: Any) -> Charset:
        charset = np.zeros(N_PLACES, dtype=bool)
        negated = False
        for op, argument in items:
            if op is ops.NEGATE:
                negated = True
            elif op is ops.RANGE:
                low, high = chr(argument[0]), chr(argument[1])
                charset |= np.array([low <= character <= high for character in self.known])
            elif op is ops.CATEGORY:
                charset |= self._category(argument)
            else:
                charset |= self._one(argument)
        return ~charset if negated else charset

    def _category(self, category: Any) -> Charset:
        known = {
            ops.CATEGORY_WORD: self.word,
            ops.CATEGORY_NOT_WORD: ~self.word,
            ops.CATEGORY_SPACE: self._space,
            ops.CATEGORY_NOT_SPACE: ~self._space,
            ops.CATEGORY_DIGIT: self._digit,
            ops.CATEGORY_NOT_DIGIT: ~self._digit,
        }
        found: Charset = known[category]
        return found


class _Machine:
    """A non-deterministic automaton for some patterns; sets of its states are the bits of an integer."""

    def __init__(self, group: Sequence[int], alphabet: _Alphabet) -> None:
        self._alphabet = alphabet
        self.moves: list[dict[int, int]] = []
        self.jumps: list[list[tuple[Any, int]]] = []
        self.accepts: dict[int, int] = {}
        self.first = 0
        for place in group:
            nodes = alphabet.parsed[place]
            start = self._state()
            if not (nodes and nodes[0] == ("at", ops.AT_BEGINNING_STRING)):
                loop = dict.fromkeys(range(alphabet.size), 1 << start)
                self.moves[start] = loop
            begin = self._state()
            self.jumps[start].append((None, begin))
            self.accepts[self._sequence(nodes, begin)] = 1 << place
            self.first |= 1 << start

    def _state(self) -> int:
        self.moves.append({})
        self.jumps.append([])
        return len(self.moves) - 1

    def _sequence(self, nodes: Sequence[Any], start: int) -> int:
        for node in nodes:
            start = self._node(node, start)
        return start

    def _node(self, node: Any, start: int) -> int:
        kind = node[0]
        if kind == "set":
            end = self._state()
            step = self._state()
            self.jumps[start].append((None, step))
            self.moves[step] = dict.fromkeys(self._alphabet.members[node[1]], 1 << end)
            return end
        if kind == "at":
            end = self._state()
            self.jumps[start].append((node[1], end))
            return end
        if kind == "branch":
            end = self._state()
            for branch in node[1]:
                self.jumps[self._sequence(branch, start)].append((None, end))
            return end
        _, low, high, inner = node
        for _ in range(low):
            start = self._sequence(inner, start)
        if high is None:
            loop = self._state()
            self.jumps[start].append((None, loop))
            self.jumps[self._sequence(inner, loop)].append((None, loop))
            return loop
        ends = [start]
        for _ in range(high - low):
            ends.append(self._sequence(inner, ends[-1]))
        end = self._state()
        for each in ends:
            self.jumps[each].append((None, end))
        return end

    def closed(self, states: int, before: int, *, word: bool, end: bool) -> int:
        """The states and all that they jump to, between a character of the kind ``before`` and the next one."""
        boundary = (before == _WORD) != word
        holds = {
            None: True,
            ops.AT_BEGINNING_STRING: before == _START,
            ops.AT_END_STRING: end,
            ops.AT_BOUNDARY: boundary,
            ops.AT_NON_BOUNDARY: not boundary,
        }
        reached, waiting = states, states
        while waiting:
            low = waiting & -waiting
            waiting ^= low
            for condition, target in self.jumps[low.bit_length() - 1]:
                if holds[condition] and not reached >> target & 1:
                    reached |= 1 << target
                    waiting |= 1 << target
        return reached


def _bits(states: int) -> list[int]:
    found = []
    while states:
        low = states & -states
        found.append(low.bit_length() - 1)
        states ^= low
    return found


def _table(
    group: Sequence[int], alphabet: _Alphabet, limit: int | None = None
) -> tuple[NDArray[np.int64], NDArray[np.uint64]] | None:
    """The group's deterministic table, the end of the text as last column; None where it grows beyond the limit."""
    machine = _Machine(group, alphabet)
    keys: dict[tuple[int, int, int], int] = {(machine.first, _START, 0): 0}
    order = list(keys)
    rows: list[list[int]] = []
    while len(rows) < len(order):
        states, before, _ = order[len(rows)]
        row = [0] * (alphabet.size + 1)
        for word in (False, True):
            closed = _bits(machine.closed(states, before, word=word, end=False))
            found = sum(machine.accepts.get(state, 0) for state in closed)
            moved = dict.fromkeys(
                (number for number in range(alphabet.size) if (number in alphabet.word_classes) == word), 0
            )
            for state in closed:
                for number, targets in machine.moves[state].items():
                    if number in moved:
                        moved[number] |= targets
            after = _WORD if word else _OTHER
            for number, targets in moved.items():
                key = (targets, after, found)
                if key not in keys:
                    keys[key] = len(order)
                    order.append(key)
                row[number] = keys[key]
        closed = _bits(machine.closed(states, before, word=False, end=True))
        key = (0, _END, sum(machine.accepts.get(state, 0) for state in closed))
        if key not in keys:
            keys[key] = len(order)
            order.append(key)
        row[_END] = keys[key]
        rows.append(row)
        if limit is not None and len(order) > limit:
            return None
    return np.array(rows), np.array([found for _, _, found in order], dtype=np.uint64)


def _merged(steps: NDArray[np.int64], found: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The same automaton with equal states merged; the start stays state 0."""
    _, kinds = np.unique(found, return_inverse=True)
    while True:
        signature = np.column_stack([kinds, kinds[steps]])
        _, refined = np.unique(signature, axis=0, return_inverse=True)
        refined = refined.ravel()
        if refined.max() == kinds.max():
            break
        kinds = refined
    names, first = np.unique(kinds, return_index=True)
    order = np.argsort(first)
    number = np.empty(len(names), dtype=np.int64)
    number[order] = np.arange(len(names))
    chosen = first[order]
    return _loud_last(number[kinds[steps[chosen]]], found[chosen])


def _loud_last(steps: NDArray[np.int64], found: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """The same automaton with the states at which something is found last."""
    order = np.argsort(found > 0, kind="stable")
    number = np.argsort(order)
    return number[steps[order]], found[order]


def _packed(alphabet: _Alphabet, groups: list[tuple[NDArray[np.int64], NDArray[np.uint64]]]) -> Tables:
    columns, tables, firsts, quiet = [], [], [0], []
    for steps, found in groups:
        kept, column = np.unique(steps, axis=1, return_inverse=True)
        columns.append(column.ravel())
        tables.append((firsts[-1] + kept * kept.shape[1]).ravel())
        quiet.append(firsts[-1] + int((found == 0).sum()) * kept.shape[1])
        firsts.append(firsts[-1] + kept.size)
    loud = [[_bits(int(each)) for each in found if each] for _, found in groups]
    hits = [each for group in loud for each in group]
    return Tables(
        classes=alphabet.classes.astype(np.uint8),
        columns=np.stack(columns, axis=1).astype(np.uint8),
        steps=np.concatenate(tables).astype(np.uint32),
        starts=np.array(firsts[:-1], dtype=np.int64),
        quiet=np.array(quiet, dtype=np.int64),
        widths=np.array([int(column.max()) + 1 for column in columns], dtype=np.int64),
        loud=_sums(map(len, loud)),
        firsts=_sums(map(len, hits)),
        hits=np.array([number for each in hits for number in each], dtype=np.int64),
    )


def _sums(sizes: Iterable[int]) -> NDArray[np.int64]:
    return np.cumsum([0, *sizes], dtype=np.int64)
