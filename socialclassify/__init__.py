"""Label German brand posts and the comments around them: mass message or dialogue, relevant or irrelevant.

Names are imported when they are first used, so that ``import socialclassify`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from socialclassify.classifier import PostClassifier
    from socialclassify.errors import InputError, ModelError, SocialclassifyError, UsageError
    from socialclassify.evaluation import Evaluation, evaluate
    from socialclassify.explanation import Explanation
    from socialclassify.labelled import LabelledPosts
    from socialclassify.model import Model, load
    from socialclassify.posts import Post, Posts
    from socialclassify.predictions import Prediction
    from socialclassify.scoring import ScoreSummary, score
    from socialclassify.training import train

__version__ = "0.1.0"

_HOME = {
    "PostClassifier": "classifier",
    "InputError": "errors",
    "ModelError": "errors",
    "SocialclassifyError": "errors",
    "UsageError": "errors",
    "Evaluation": "evaluation",
    "evaluate": "evaluation",
    "Explanation": "explanation",
    "LabelledPosts": "labelled",
    "Model": "model",
    "Prediction": "predictions",
    "load": "model",
    "Post": "posts",
    "Posts": "posts",
    "ScoreSummary": "scoring",
    "score": "scoring",
    "train": "training",
}

__all__ = [
    "Evaluation",
    "Explanation",
    "InputError",
    "LabelledPosts",
    "Model",
    "ModelError",
    "Post",
    "PostClassifier",
    "Posts",
    "Prediction",
    "ScoreSummary",
    "SocialclassifyError",
    "UsageError",
    "__version__",
    "evaluate",
    "load",
    "score",
    "train",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f"socialclassify.{_HOME[name]}"), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    return __all__
