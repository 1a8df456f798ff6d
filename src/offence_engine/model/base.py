"""What every model shares: frozen, no unknown keys, text in two languages, yes and no as the only truth words."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


class Frozen(BaseModel):
    """A value: it cannot change, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Label(Frozen):
    """The same words in Korean and English."""

    ko: str
    en: str

    def text(self, lang: str) -> str:
        return self.ko if lang == "ko" else self.en


def label(ko: str, en: str) -> Label:
    return Label(ko=ko, en=en)


def _yes_no(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise ValueError("yes_no")


def _null(value: Any) -> Any:
    return None if value in ("null", "~", "") else value


def _text(value: Any) -> Any:
    if isinstance(value, (dict, list)):
        raise ValueError("text")
    return value


YesNo = Annotated[bool, BeforeValidator(_yes_no)]
Null = BeforeValidator(_null)
Text = Annotated[str, BeforeValidator(_text)]
