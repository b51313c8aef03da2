"""Named conversation cues: what tells a reader at a glance whether a post talks to somebody or to everybody.

A cue is a regular expression over normalised text (see :mod:`socialclassify.text`: links, mentions and digits are
masked). Its value is 1 where it matches and 0 where it does not, or the number of matches where how often matters.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from socialclassify.characters import fold
from socialclassify.features.tables import Tables


class Cue(NamedTuple):
    """A named conversation cue.

    Attributes
    ----------
    name : str
        The name by which explanations and cards refer to it.
    why : str
        What the cue tells about a post, in one line.
    pattern : re.Pattern
        Matches where the cue is present.
    counted : bool
        True where the logarithm of 1 + the number of matches is the value, not mere presence.
    cased : bool
        True where the pattern is matched against the text as it stands, not against its small letters.
    """

    name: str
    why: str
    pattern: re.Pattern[str]
    counted: bool = False
    cased: bool = False


def _cue(name: str, why: str, pattern: str, *, counted: bool = False, cased: bool = False, dotall: bool = False) -> Cue:
    return Cue(name, why, re.compile(pattern, re.DOTALL if dotall else re.NOFLAG), counted, cased)


_EMOJI = "[\u203c\u2049\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_LEAD = r"\A(?:re:\s*)?"
_SENTENCE = r"(?:\A|[.!?:…\n]\s*)"

CUES: tuple[Cue, ...] = (
    _cue("du", "speaks to one person as du", r"\b(?:du|dir|dich|dein(?:e|en|em|er|es)?)\b"),
    _cue("ihr", "speaks to several as ihr", r"\b(?:ihr|euch|eu(?:er|re|ren|rem|rer))\b"),
    _cue("sie", "speaks to somebody as Sie", r"[^.!?:…\n ] (?:Sie|Ihnen|Ihr(?:e|en|em|er)?)\b", cased=True),
    _cue("ich", "speaks of its own experience", r"\b(?:ich|mir|mich|mein(?:e|en|em|er|es)?|hab|bin)\b"),
    _cue("wir", "speaks as a company or a group", r"\b(?:wir|uns|unser(?:e|en|em|er|es)?)\b"),
    _cue("mention_first", "opens with a handle, as replies on X do", _LEAD + r"\.?@(?:user|brand)"),
    _cue("brand_mention", "names the brand's own handle", r"@brand"),
    _cue("mention_inside", "names somebody after the opening", r"(?:[^.]|..)@user", dotall=True),
    _cue("name_first", "opens with a name, as replies on Facebook do",
         r"\A(?:(?:[Hh]allo|[Hh]i|[Hh]ey|[Ll]iebe[rs]?|[Gg]uten \w+|[Mm]oin|[Ss]ervus|[Gg]rüezi|[Dd]anke)\s+)?[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+){0,2}\s?[,!]\s",
         cased=True),
    _cue("greeting", "opens with a greeting",
         r"\A(?:@\w+[,:]?\s+)?(?:hallo|hi|hey|huhu|moin|servus|grüß|grüezi|guten (?:morgen|tag|abend)|sehr geehrte|liebe[rs]?)\b"),
    _cue("sign_off", "ends with initials or a name, as service staff do",
         r"(?:(?:\A|[\s.!?,)])[\^/~] ?[a-zäöü]{1,4}|\*[a-z]{2,3}|\b(?:lg|vg|mfg|bg|gruß|grüße|grüsse|gruss)\b[^.!?\n]*|(?:\A|\s)[-–] ?[a-zäöü]{3,12})\s*\Z"),
    _cue("thanks", "thanks somebody", r"\b(?:dank(?:e|eschön|en)?|thx|merci|vergelt'?s)\b"),
    _cue("apology", "is sorry", r"\b(?:sorry|entschuldig\w*|tut (?:uns|mir) (?:\w+ )?leid|leider|bedauer\w*|verzeih\w*|unannehmlichkeit\w*)\b"),
    _cue("question_end", "ends with a question", r"\?[\s)\"“]*(?:http://url\s*|#\w+\s*|" + _EMOJI + r"\s*|[\^/]\w{1,3}\s*)*\Z"),
    _cue("question_inside", "asks before it goes on", r"\A[^?]*\?.*\w", dotall=True),
    _cue("question_word", "a sentence opens with a question word",
         _SENTENCE + r"(?:wer|wie|was|wo|wann|warum|wieso|weshalb|welche[rsnm]?|wohin|woher|womit|wozu)\b[^.!\n]*\?"),
    _cue("verb_question", "a sentence opens with a verb and asks",
         _SENTENCE + r"(?:@\w+[,:]?\s+)?(?:habt|hast|haben|hat|gibt|kann|könnt|kannst|können|ist|sind|seid|bist|wird|werdet|wollt|willst|darf|geht|kommt|kennt|kennst|magst|mögt|wisst|weißt|braucht|brauchst|liegt|läuft|war)\b[^.!\n]*\?"),
    _cue("request", "asks one person for a detail or a step",
         r"\b(?:schick|schreib|sende?|meld|nenn|teil|verrat|gib|schau|ruf|probier|versuch|komm)(?:e|t|en)? (?:uns|mir|sie|ihr|du|doch|bitte|dich|euch|mal|es|dein\w*|ihr\w*|die|den|das)\b"),
    _cue("case_detail", "speaks of a single customer's case",
         r"\b(?:kunden|auftrags|bestell|rechnungs|vertrags|sendungs|ticket|vorgangs|artikel|telefon|handy|fahrrad|rahmen)-? ?(?:nummer|nr)\b|\b(?:per|via) (?:dm|pn|mail|e-mail|direktnachricht|nachricht)\b|\b(?:dm|pn)\b"),
    _cue("handed_on", "says what is being done about it",
         r"\b(?:geben|gebe|leiten?|weiter(?:ge(?:geben|leitet)|leiten|geben)|prüfen|geprüft|kümmern|klären|schauen|erstattet?|gutgeschrieben|umgetauscht|behoben|entstör\w*|techniker\w*|kolleg\w*|fachabteilung|rückmeldung)\b"),
    _cue("hedge", "speaks as people do in talk",
         r"\b(?:mal|ja|halt|eben|eigentlich|doch|wohl|nee?|nö|naja|tja|hm+|ach|oh|aha|echt|irgendwie|bisschen|übrigens|jedenfalls|haha\w*|lol)\b", counted=True),
    _cue("answer_word", "answers what was said", _LEAD + r"(?:@\w+[,:]?\s+)*(?:ja|nein|ne|nee|nö|doch|naja|stimmt|genau|klar|gern\w*|ok(?:ay)?|aber|und|dann|das|also|weil)\b"),
    _cue("link", "holds a link", r"http://url"),
    _cue("link_last", "ends with a link, as distributed posts do", r"http://url[\s.)]*(?:#\w+\s*)*\Z"),
    _cue("hashtag", "holds hashtags", r"\B#\w", counted=True),
    _cue("hashtag_last", "ends with hashtags", r"#\w+\s*(?:http://url\s*)*\Z"),
    _cue("retweet", "passes on what another said", r"\A(?:\"?rt\b|♻|via @)|\b(?:rt|via) @(?:user|brand)|\A[„\"“].+[“\"”]\s*[-–~]"),
    _cue("truncated", "is cut off", r"(?:…|\.\.\.)\s*(?:http://url)?\s*\Z"),
    _cue("prize", "speaks of prizes", r"gewinn\w*|verlos\w*|\bpreisausschreiben|\blos(?:e|topf)\b|\bgutschein\w*|\bchance auf\b|\bteilnahmebedingung\w*|\bgiveaway|\bfreikarten|\bticket[s]? (?:für|zu)\b"),
    _cue("winner", "speaks to or of winners", r"\bglückwunsch|\bgratul\w*|\bgewinner\w*|\bgewonnen\b"),
    _cue("reaction_prompt", "asks for a like, a share or a tag",
         r"\b(?:lik(?:e|t|en)|teil(?:e|t|en)|markier(?:e|t|en)|verlink(?:e|t|en)|folg(?:e|t|en)|retweet\w*|kommentier(?:e|t|en)|abonnier\w*|vote|voten|abstimmen|stimmt? ab|daumen hoch|taggt?|klick\w*|mitmachen|macht mit|mach mit)\b"),
    _cue("call_to_action", "tells everyone what to do next",
         r"\b(?:jetzt|gleich|hier|schnell|einfach|direkt)\b[^.!?\n]*\b(?:entdecken|bestellen|sichern|anmelden|bewerben|kaufen|shoppen|lesen|ansehen|anschauen|testen|buchen|mitmachen|informieren|stöbern|vorbeischauen|reinschauen|ausprobieren|downloaden|gewinnen|abstimmen|klicken|vorbestellen|registrieren)\b|\b(?:mehr (?:infos?|dazu|erfahren)|infos?:|link in (?:der )?bio|zum (?:shop|angebot|video|artikel)|hier geht'?s|hier entlang)\b"),
    _cue("discover", "tells everyone to look, as headings of posts do",
         _SENTENCE + r"(?:entdeck|sicher|hol|bestell|schau|erleb|freu|mach|komm|gewinn|teste|besuch|lies|lest|erfahr|finde|stöber|nutz|spar|genieß|bewirb|bewerb|meld|verpass)(?:e|t|en|n|st)?\b"),
    _cue("offer", "names an offer", r"\b(?:rabatt\w*|sale|angebot\w*|aktion(?:en|s\w*)?|gratis|kostenlos\w*|reduziert\w*|spart?|sparen|schnäppchen|sonderpreis|nur heute|nur noch|versandkostenfrei\w*|code|neu(?:heit|e[rns]?)? (?:im|bei|ab)|ab sofort|exklusiv\w*|limitiert\w*)\b|%"),
    _cue("price", "names a price", r"\d[\d.,]*\s?(?:€|euro?\b|chf|fr\.|,-)|€\s?\d|\bchf \d"),
    _cue("date", "names a date", r"\b\d{1,2}\.\s?(?:\d{1,2}\.(?:\d{2,4})?|(?:jan|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)\w*)"),
    _cue("clock", "names a time of day", r"\b\d{1,2}(?::\d{2}|\.\d{2})?\s?(?:uhr|h)\b|\b\d{1,2}:\d{2}\b"),
    _cue("job_ad", "looks for staff", r"\(?m/w(?:/[dx])?\)?|\b(?:bewirb|bewerb)\w*|\bwir suchen\b|\bstellen(?:angebot|anzeige|ausschreibung)\w*|\bausbildung\w*|\bpraktik\w*|\bkarriere\w*|\bverstärkung\b"),
    _cue("wish", "wishes everyone something",
         r"\b(?:schöne[ns]?|frohe[sn]?|guten?|happy|tolle[ns]?|sonnige[ns]?|einen? (?:schöne\w*|gute\w*)) (?:\w+ )?(?:tag|abend|morgen|wochenende|woche|feiertag\w*|feierabend|weihnacht\w*|fest|ostern|advent\w*|start|nacht|rutsch|neues|jahr|sonntag|montag|freitag|samstag|mittwoch|dienstag|donnerstag)"),
    _cue("news", "is a headline", r"\A[^\n.!?]{15}[^\n.!?]* [-|–:] |\+\+\+|\beilmeldung\b|\bpressemitteilung\b"),
    _cue("everyone", "calls its followers as a crowd", r"\b(?:fans|follower\w*|leute|freunde|community|zusammen|alle[nrs]?|jede[rn]?|wer)\b"),
    _cue("emoji", "holds emoji", _EMOJI, counted=True),
    _cue("emoticon", "holds an emoticon", r"[:;=]['-]?(?:[)(|]|[dp]\b)|[:;=]['-]?/(?:\s|\Z)|\^\^|<3|\bxd\b"),
    _cue("emoji_only", "holds no word at all", r"\A[^\w]*\Z"),
    _cue("names_only", "holds nothing but names", r"\A(?:@(?:user|brand)|[A-ZÄÖÜ][\w-]+)(?:[\s,&+]+(?:@(?:user|brand)|[A-ZÄÖÜ][\w-]+|und)){0,5}[\s!" + _EMOJI[1:] + r"*\Z", cased=True),
    _cue("exclamation", "holds exclamation marks", r"!", counted=True),
    _cue("shouting", "holds words in capitals", r"\b[A-ZÄÖÜ]{4,}\b", counted=True, cased=True),
    _cue("ellipsis", "trails off inside", r"(?:\.\.|…)\s*\w", counted=True),
    _cue("quote", "quotes", r"[„\"“»]\w"),
    _cue("bullet_list", "is laid out as a list", r"\n\s*(?:[-•*✔✅➡👉▶▪]|\d\.|\d\))", counted=True),
    _cue("line_break", "has paragraphs", r"\n", counted=True),
    _cue("fault", "speaks of something that does not work",
         r"\b(?:geht nicht|funktioniert nicht|kaputt\w*|defekt\w*|störung\w*|ausfall\w*|ausgefallen|verspät\w*|fehler\w*|problem\w*|beschwer\w*|reklam\w*|wart(?:e|en|et|ezeit\w*)|immer noch|schon wieder|seit (?:\d+|gestern|heute|montag|tagen|wochen|stunden)|unverschämt\w*|frechheit|schlecht\w*)\b"),
    _cue("trade", "speaks of goods, orders and service",
         r"\b(?:bestell\w*|liefer\w*|preis\w*|produkt\w*|kund\w*|filial\w*|laden|shop|service\w*|rechnung\w*|vertrag\w*|angebot\w*|kauf\w*|gekauft|app|paket\w*|termin\w*|sortiment\w*|öffnungszeit\w*|geöffnet|konto|karte\w*|tarif\w*)\b"),
    _cue("length", "how many words it has", r"\b\w", counted=True),
)  # fmt: skip

MATCH_WEIGHT: NDArray[np.float32] = np.log1p(np.arange(4096)).astype(np.float32)
"""Value of a counted cue by its number of matches; more weigh as much as the last."""

_TABLES = "cue_tables.safetensors"

CUE_NAMES: tuple[str, ...] = tuple(cue.name for cue in CUES)


def cue_values(texts: list[str]) -> NDArray[np.float32]:
    """Compute the value of each cue for each text.

    Parameters
    ----------
    texts : list of str
        Normalised texts.

    Returns
    -------
    ndarray of float32, shape (n_texts, n_cues)
        Columns in the order of :data:`CUES`; presence is 0 or 1, counts are ``log1p`` of the number of matches.

    Examples
    --------
    >>> values = cue_values(["Wann kommt ihr?"])
    >>> [name for name, value in zip(CUE_NAMES, values[0]) if value][:2]
    ['ihr', 'question_end']
    """
    small = [fold(text) for text in texts]
    values = np.zeros((len(texts), len(CUES)), dtype=np.float32)
    for column, cue in enumerate(CUES):
        read = texts if cue.cased else small
        if cue.counted:
            find = cue.pattern.findall
            matches = np.array([len(find(text)) for text in read], dtype=np.int64)
            values[:, column] = MATCH_WEIGHT[np.minimum(matches, len(MATCH_WEIGHT) - 1)]
        else:
            search = cue.pattern.search
            values[:, column] = [search(text) is not None for text in read]
    return values


@cache
def cue_tables() -> Tables:
    """The tables of all cues' patterns, as :func:`build_cue_tables` built them for this package."""
    from safetensors.numpy import load

    stored = load((files("socialclassify.features") / _TABLES).read_bytes())
    return Tables(**stored)


def build_cue_tables() -> Tables:
    """Build the tables of all cues' patterns, which takes a minute; needed again where a pattern was changed."""
    from socialclassify.features.automaton import Pattern, build

    return build([Pattern(cue.pattern.pattern, not cue.cased, bool(cue.pattern.flags & re.DOTALL)) for cue in CUES])


def write_cue_tables(folder: Path) -> Path:
    """Build the tables of all cues' patterns and write them to a folder; the file written."""
    from safetensors.numpy import save

    target = folder / _TABLES
    target.write_bytes(save(build_cue_tables()._asdict()))
    return target
