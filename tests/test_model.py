from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialclassify import InputError, Model, load
from socialclassify.labels import FIELDS

ANSWERS = [
    ("@USER Das tut uns leid. Schick uns bitte deine Kundennummer per DM, dann schauen wir nach ^jk", "brand"),
    ("Gewinne jetzt einen von 5 Gutscheinen! Einfach liken, teilen und Freunde markieren 🎁 #gewinnspiel", "brand"),
    ("Neu ab Montag: unsere Herbstkollektion, ab 19,99 € in allen Filialen und online https://t.co/x", "brand"),
    ("Danke, euch auch ein schönes Wochenende!", "user"),
]


def test_clear_cases_get_the_codes_of_the_codebook(model: Model) -> None:
    texts, authors = zip(*ANSWERS, strict=True)
    fields = [prediction.field for prediction in model.predict(texts, author=authors)]
    assert fields == ["meaningful_engagement", "empty_engagement", "broadcast", "small_talk"]


@settings(max_examples=50, deadline=None)
@given(texts=st.lists(st.none() | st.text(max_size=200), max_size=5), brand=st.none() | st.text(max_size=20))
def test_any_text_gets_a_prediction_that_is_consistent(model: Model, texts: list[str | None], brand: str) -> None:
    predictions = model.predict(texts, brand=brand)
    assert len(predictions) == len(texts)
    for prediction in predictions:
        if prediction.status in ("empty", "unreadable"):
            assert prediction[:6] == (None, None, None, None, None, ())
        else:
            assert (prediction.message_type == "dialogue") == (prediction.p_dialogue > 0.5)
            assert (prediction.interaction == "relevant") == (prediction.p_relevant > 0.5)
            assert prediction.field == FIELDS[prediction.message_type, prediction.interaction]
            assert set(prediction.unsure) <= {"message_type", "interaction"}


def test_unsure_is_what_is_below_the_threshold(model: Model) -> None:
    texts = [text for text, _ in ANSWERS] + ["Hm", "Na dann", "Bahn"]
    for prediction in model.predict(texts):
        for head, probability in zip(model.heads, (prediction.p_dialogue, prediction.p_relevant), strict=True):
            assert (head.name in prediction.unsure) == (max(probability, 1 - probability) < head.confidence)


def test_a_posts_labels_do_not_depend_on_the_posts_beside_it(model: Model) -> None:
    texts = [text for text, _ in ANSWERS]
    assert model.predict(texts * 2000)[-4:] == model.predict(texts)
    assert model.predict([]) == []


def test_context_makes_a_difference(model: Model) -> None:
    (by_brand,) = model.predict(["Wir freuen uns auf euch"], author="brand", brand="Korbhaus")
    (by_user,) = model.predict(["Wir freuen uns auf euch"], author="user", brand="Korbhaus")
    assert by_user.p_dialogue > by_brand.p_dialogue


def test_texts_of_a_data_frame_are_taken(model: Model) -> None:
    frame = pd.DataFrame({"text": ["Wo bleibt mein Paket?", None], "author": ["user", "user"]})
    assert [p.status for p in model.predict(frame["text"], author=frame["author"])] == ["ok", "empty"]


def test_saved_and_loaded_gives_the_same(model: Model, tmp_path) -> None:
    model.save(tmp_path / "copy")
    again = load(tmp_path / "copy")
    texts = [text for text, _ in ANSWERS]
    assert again.predict(texts) == model.predict(texts)
    assert again.card == model.card
    assert again.details == model.details


def test_wrong_context_is_refused(model: Model) -> None:
    with pytest.raises(InputError, match="brand has 1 values for 2 texts"):
        model.predict(["a", "b"], brand=["x"])


def test_the_bundled_model_holds_numbers_and_no_names(model: Model) -> None:
    assert all(head.coef.dtype == np.float32 for head in model.heads)
    assert "@" not in model.card
