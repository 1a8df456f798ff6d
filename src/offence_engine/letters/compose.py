"""A kind of letter -> its documents: the sections that its template names, drawn up, printed, and read as blocks."""

from __future__ import annotations

from collections.abc import Iterator

from offence_engine.errors import Fault, Place, RulesError
from offence_engine.letters.audience import audience_of
from offence_engine.letters.context import Foot
from offence_engine.letters.document import Block, Document, PageBreak, texts
from offence_engine.letters.drafting import Drafting, Tools
from offence_engine.letters.folders import Templates
from offence_engine.letters.phrases import Phrases
from offence_engine.letters.plan import follows, subjects
from offence_engine.letters.render import blocks, names_used
from offence_engine.letters.sections import sections, values_of
from offence_engine.letters.select import Selection
from offence_engine.model.base import Label
from offence_engine.model.case import Case
from offence_engine.model.letters import Audience
from offence_engine.model.result import Assessment
from offence_engine.rulebook.rulebook import Rulebook
from offence_engine.vault.identities import Vault


class Composer:
    """Composes the letters of one assessment in one language."""

    def __init__(
        self,
        assessment: Assessment,
        case: Case,
        book: Rulebook,
        selection: Selection,
        lang: str,
        folder: Templates,
        vault: Vault | None = None,
    ) -> None:
        self.assessment = assessment
        self.case = case
        self.book = book
        self.selection = selection
        self.lang = lang
        self.folder = folder
        self.vault = vault
        self._tools: dict[tuple[str, str], Tools] = {}

    def audience(self, kind: str) -> Audience:
        """Who is to read it; of a bundle, who is to read its first part."""
        bundle = self.book.letters.bundles.get(kind)
        first = bundle.of[0] if bundle is not None else kind
        return audience_of(self.book, first, self.book.letters.letters[first])

    def documents(self, kind: str) -> Iterator[tuple[str | None, Document]]:
        """(whom it is about, the document): one for the case, or one for each suspect, victim or addressee."""
        Phrases(self.book, self.lang)  # refuses an unknown language, and rules that have no wording
        if kind in self.book.letters.bundles:
            yield None, self._bundle(kind)
            return
        plan = self.book.letters.letters[kind]
        for subject in subjects(plan, self.assessment, self.case, self.selection):
            drafting = Drafting(kind, plan, self.tools(kind), subject)
            yield subject, self._document(drafting)

    def tools(self, kind: str) -> Tools:
        """The tools for the audience of a kind, and for what it calls the suspects."""
        plan = self.book.letters.letters[kind]
        key = plan.audience, plan.called
        if key not in self._tools:
            # The accused are accused only of what can be prosecuted.
            selection = self.selection.chargeable if plan.called == "accused" else self.selection
            self._tools[key] = Tools(
                self.assessment,
                self.case,
                self.book,
                selection,
                self.lang,
                self.audience(kind),
                plan.called,
                self.vault if self.audience(kind).identity else None,
            )
        return self._tools[key]

    def lacks(self, kind: str) -> tuple[Label, ...]:
        """The gaps that stand in the letters of a kind."""
        text = "\n".join(text for _, document in self.documents(kind) for text, _ in texts(document))
        return tuple(what for gap, what in self.tools(kind).phrases.lacking.items() if gap in text)

    def _document(self, drafting: Drafting) -> Document:
        template = f"{drafting.plan.template}.{self.lang}.md.j2"
        used = names_used(self.folder, template)
        self._refuse(drafting, template, used)
        values = values_of(drafting, used)
        return self._wrapped(
            drafting.kind,
            drafting.plan.ko if self.lang == "ko" else drafting.plan.en,
            drafting.tools,
            blocks(self.folder, template, values),
        )

    def _wrapped(self, kind: str, title: str, tools: Tools, found: tuple[Block, ...]) -> Document:
        foot = sections()["foot"].value(Drafting(kind, next(iter(self.book.letters.letters.values())), tools))
        assert isinstance(foot, Foot)
        draft = tools.phrases.label(tools.phrases.words.draft)
        return Document(
            kind=kind,
            lang=self.lang,
            title=title,
            draft=draft,
            stamp=f"{foot.rulebook} | SHA-256 {foot.sha256} | {foot.engine} | {foot.as_of}",
            short=foot.sha256[:12],
            blocks=found,
        )

    def _bundle(self, kind: str) -> Document:
        bundle = self.book.letters.bundles[kind]
        found: list[Block] = []
        for part in bundle.of:
            plan = self.book.letters.letters[part]
            # What does not follow is not bound in; the first part carries the bundle.
            if part != bundle.of[0] and not follows(plan, self.assessment, self.case, self.selection):
                continue
            for _, document in self.documents(part):
                if found:
                    found.append(PageBreak())
                found += document.blocks
        title = bundle.ko if self.lang == "ko" else bundle.en
        return self._wrapped(kind, title, self.tools(bundle.of[0]), tuple(found))

    def _refuse(self, drafting: Drafting, template: str, used: frozenset[str]) -> None:
        """That a template prints what its audience must not see."""
        audience, known = drafting.tools.audience, sections()
        for name in sorted(used & known.keys()):
            for what in known[name].reveals:
                if not getattr(audience, what):
                    place = Place(str(self.folder / template))
                    raise RulesError(
                        [
                            Fault(
                                place,
                                f"이 문서의 상대({audience.ko})에게 보일 수 없는 것을 찍습니다: `{name}` ({what})",
                                f"prints what its audience ({audience.en}) must not see: `{name}` ({what})",
                            )
                        ]
                    )
