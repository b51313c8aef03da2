"""Check the corpus: ``python data/check.py``. Prints what it finds and exits with 1 where a rule is broken.

Rules: each post is complete and its codes are allowed; no post is there twice, and none nearly so but for minimal
pairs; no opening and no turn of phrase recurs too often; no real company posts or is addressed; the held-out brands are
posts enough to measure on; nothing stands in the real posts (where these lie beside the checkout). The cue audit at the
end breaks no rule: it shows how far each surface cue alone gives a label away, here and on the real posts; nor does the
mix audit: how often posts of a kind are dialogue, here and there.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from datasketch import MinHash, MinHashLSH

DATA = Path(__file__).parent
REAL_POSTS = DATA.parents[1] / "shared" / "real_posts" / "dev.csv"

REQUIRED = {"id", "text", "author", "platform", "brand", "sector", "message_type", "interaction"}
OPTIONAL = {"parent", "pair", "unsure"}
ALLOWED = {
    "author": {"brand", "user"},
    "message_type": {"mass", "dialogue"},
    "interaction": {"relevant", "irrelevant"},
    "platform": set(
        "app_store bluesky facebook google_play google_plus instagram linkedin mastodon pinterest threads tiktok x "
        "xing youtube".split()
    ),
}
LENGTH = range(1, 1001)
SIMILARITY = 0.7
SHINGLE = 5
SHORTEST_COMPARED = 30
OPENING_WORDS, OPENING_LIMIT = 4, 20
PHRASE_WORDS, PHRASE_LIMIT = 6, 12
QUOTED_WORDS = 9

CUES = {
    "leading mention": r"\A@",
    "question mark": r"\?",
    "link": r"https?://|www\.|\b[\w-]+\.(?:de|at|ch|com|ly|co)/",
    "hashtag": r"(?<!\w)#\w",
    "emoji": "[\u203c-\u3299\U0001f000-\U0001faff]",
    "over 120 characters": r"(?s)\A.{121}",
    "exclamation mark": "!",
}

KINDS = {
    "brand posts to all, with ihr or euch and a question": (
        "brand", r"(?is)\A(?!@)(?=.*\b(?:ihr|euch|eu(?:er|re|ren|rem))\b).*\?",
    ),
    "brand posts to all, without a question": ("brand", r"(?s)\A(?!@)[^?]*\Z"),
    "brand posts that open with a handle": ("brand", r"\A@"),
    "user posts with a link": ("user", CUES["link"]),
}  # fmt: skip

Post = dict[str, Any]


def main() -> int:
    """Run all checks."""
    posts = list(read_posts())
    problems: list[str] = []
    for check in (
        checksums, schema, repeated_texts, near_duplicates, pairs, openings, phrases, real_companies, split, real_texts,
    ):  # fmt: skip
        found = list(check(posts))
        print(f"{check.__name__.replace('_', ' ')}: {len(found) or 'no'} problem{'s' * (len(found) != 1)}")
        problems += found
    for problem in problems[:50]:
        print(f"  {problem}")
    print(f"\n{len(posts)} posts, {len({post['brand'] for post in posts} - {''})} brands\n")
    cue_audit(posts)
    print()
    mix_audit(posts)
    return 1 if problems else 0


def read_posts() -> Iterator[Post]:
    """All posts of the corpus."""
    for path in sorted((DATA / "posts").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def checksums(_: Sequence[Post]) -> Iterator[str]:
    """The files are those of the published version."""
    for line in (DATA / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        expected, name = line.split(maxsplit=1)
        if hashlib.sha256((DATA / name).read_bytes()).hexdigest() != expected:
            yield f"{name}: is not the published one (cd data; sha256sum posts/* coding.csv split.json > SHA256SUMS)"


def schema(posts: Sequence[Post]) -> Iterator[str]:
    """Fields, allowed values, lengths, unique identifiers."""
    for number, count in Counter(post.get("id") for post in posts).items():
        if count > 1 or not isinstance(number, str):
            yield f"id {number}: stands {count} times"
    for post in posts:
        where = post.get("id")
        missing, unknown = REQUIRED - set(post), set(post) - REQUIRED - OPTIONAL
        if missing or unknown:
            yield f"{where}: lacks {sorted(missing)}, has unknown {sorted(unknown)}"
            continue
        for field, values in ALLOWED.items():
            if post[field] not in values:
                yield f"{where}: {field} is {post[field]!r}"
        if len(post["text"]) not in LENGTH or post["text"] != post["text"].strip():
            yield f"{where}: text of {len(post['text'])} characters, or with blank ends"
        if not re.fullmatch(r"[a-z_]+", post["sector"]):
            yield f"{where}: sector is {post['sector']!r}"


def repeated_texts(posts: Sequence[Post]) -> Iterator[str]:
    """The same text twice, but for case, space and emoji."""
    seen: dict[str, str] = {}
    for post in posts:
        key = " ".join(words(post["text"])) or post["text"]
        if key in seen and len(key) > SHORTEST_COMPARED:
            yield f"{post['id']}: the same text as {seen[key]}: {post['text'][:60]!r}"
        seen.setdefault(key, post["id"])


def near_duplicates(posts: Sequence[Post]) -> Iterator[str]:
    """Texts that share most of their character shingles (MinHash), unless they are a minimal pair."""
    lsh = MinHashLSH(threshold=SIMILARITY, num_perm=64)
    compared = [post for post in posts if len(post["text"]) >= SHORTEST_COMPARED]
    hashes = MinHash.bulk([list(shingles(post["text"])) for post in compared], num_perm=64, seed=1)
    for place, (post, minhash) in enumerate(zip(compared, hashes, strict=True)):
        for other in (compared[match] for match in lsh.query(minhash)):
            if post.get("pair") is not None and post.get("pair") == other.get("pair"):
                continue
            first, second = shingles(post["text"]), shingles(other["text"])
            if len(first & second) >= SIMILARITY * len(first | second):
                yield f"{post['id']}: nearly the text of {other['id']}: {post['text'][:60]!r}"
        lsh.insert(place, minhash)


def pairs(posts: Sequence[Post]) -> Iterator[str]:
    """Minimal pairs have two posts that differ in a code."""
    members: dict[int, list[Post]] = {}
    for post in posts:
        if "pair" in post:
            members.setdefault(post["pair"], []).append(post)
    for number, both in members.items():
        codes = {(post["message_type"], post["interaction"]) for post in both}
        if len(both) != 2 or len(codes) != 2:
            yield f"pair {number}: {len(both)} posts, {len(codes)} different codes ({both[0]['id']})"


def openings(posts: Sequence[Post]) -> Iterator[str]:
    """Posts that begin alike."""
    counts = Counter(" ".join(words(post["text"])[:OPENING_WORDS]) for post in posts)
    for opening, count in counts.items():
        if count > OPENING_LIMIT and len(opening.split()) == OPENING_WORDS:
            yield f"{count} posts open with {opening!r}"


def phrases(posts: Sequence[Post]) -> Iterator[str]:
    """Turns of phrase that recur."""
    counts: Counter[tuple[str, ...]] = Counter()
    for post in posts:
        found = words(post["text"])
        counts.update({tuple(found[i : i + PHRASE_WORDS]) for i in range(len(found) - PHRASE_WORDS + 1)})
    for phrase, count in counts.items():
        if count > PHRASE_LIMIT:
            yield f"{count} posts say {' '.join(phrase)!r}"


def real_companies(posts: Sequence[Post]) -> Iterator[str]:
    """Real companies as the posting brand, or addressed by handle."""
    lines = (DATA / "real_companies.txt").read_text(encoding="utf-8").splitlines()
    denied = {squeezed(line) for line in lines if line and not line.startswith("#")}
    for post in posts:
        if squeezed(post["brand"]) in denied:
            yield f"{post['id']}: filed under {post['brand']}"
        for text in (post["text"], post.get("parent", "")):
            for handle in re.findall(r"(?<![\w@])@(\w+)", text):
                if squeezed(handle) in denied:
                    yield f"{post['id']}: addresses @{handle}"


def split(posts: Sequence[Post]) -> Iterator[str]:
    """The held-out brands exist and are posts enough to measure on."""
    test = set(json.loads((DATA / "split.json").read_text(encoding="utf-8"))["test"])
    for brand in sorted(test - {post["brand"] for post in posts}):
        yield f"split.json names {brand!r}, which has no post"
    share = sum(post["brand"] in test for post in posts) / len(posts)
    if not 0.08 <= share <= 0.15:
        yield f"split.json holds out {share:.1%} of the posts, not 8 to 15 %"


def real_texts(posts: Sequence[Post]) -> Iterator[str]:
    """Nine words in a row that open a real post."""
    opened = {tuple(words(text)[:QUOTED_WORDS]) for text in (row["text"] for row in real_rows())}
    opened = {opening for opening in opened if len(opening) == QUOTED_WORDS}
    for post in posts:
        found = words(f"{post['text']} {post.get('parent', '')}")
        if any(tuple(found[i : i + QUOTED_WORDS]) in opened for i in range(len(found) - QUOTED_WORDS + 1)):
            yield f"{post['id']}: quotes a real post"


def compared(posts: Sequence[Post]) -> dict[str, Sequence[Post]]:
    """The corpus, and beside it the real posts where there are any."""
    real = list(real_rows())
    return {"here": posts, "real posts": real} if real else {"here": posts}


def cue_audit(posts: Sequence[Post]) -> None:
    """How far a single surface cue gives a label away: Matthews' correlation, -1 to 1."""
    columns = compared(posts)
    positives = {"message_type": "dialogue", "interaction": "relevant"}
    heads = [f"{positive}, {name}" for positive in positives.values() for name in columns]
    print(f"| cue | {' | '.join(heads)} |\n| --- |{' --- |' * len(heads)}")
    for cue, pattern in CUES.items():
        cells = [
            correlation([post for post in rows if post[label]], label, positive, pattern)
            for label, positive in positives.items()
            for rows in columns.values()
        ]
        print(f"| {cue} | {' | '.join(f'{cell:+.2f}' for cell in cells)} |")


def mix_audit(posts: Sequence[Post]) -> None:
    """How often posts of a kind are dialogue: a shift that cues over all posts do not show."""
    columns = compared(posts)
    print(f"| dialogue among | {' | '.join(columns)} |\n| --- |{' --- |' * len(columns)}")
    for kind, (author, pattern) in KINDS.items():
        cells = []
        for rows in columns.values():
            alike = [post for post in rows if post["author"] == author and not post.get("parent")]
            codes = [post["message_type"] for post in alike if re.search(pattern, post["text"])]
            coded = [code for code in codes if code]
            cells.append(f"{sum(code == 'dialogue' for code in coded) / max(len(coded), 1):.0%} of {len(coded)}")
        print(f"| {kind} | {' | '.join(cells)} |")


def correlation(posts: Sequence[Post], label: str, positive: str, pattern: str) -> float:
    """Matthews' correlation of a cue's presence with a label."""
    present = np.array([re.search(pattern, post["text"]) is not None for post in posts], dtype=float)
    truth = np.array([post[label] == positive for post in posts], dtype=float)
    return float(np.corrcoef(present, truth)[0, 1]) if 0 < present.mean() < 1 else 0.0


def real_rows() -> Iterator[Post]:
    """The real posts, where they lie beside the checkout."""
    if REAL_POSTS.exists():
        with REAL_POSTS.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def words(text: str) -> list[str]:
    """Words in lower case, without handles."""
    return re.findall(r"\w+", re.sub(r"@\w+", " ", text.lower()))


def shingles(text: str) -> set[bytes]:
    """Runs of characters, case and space folded."""
    plain = " ".join(text.lower().split())
    return {plain[i : i + SHINGLE].encode() for i in range(len(plain) - SHINGLE + 1)}


def squeezed(name: str) -> str:
    """A name without case, space and punctuation."""
    return re.sub(r"[\W_]+", "", name).casefold()


if __name__ == "__main__":
    sys.exit(main())
