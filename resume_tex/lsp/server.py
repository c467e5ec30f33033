"""The protocol: requests of an editor to questions, answers back. The only module that knows pygls.

Texts are checked a moment after the last keystroke, so that a burst of them costs one check. The editor sends whole texts: pygls would
apply changes by lines that are not the protocol's. Positions are converted by the encoding that the editor has agreed to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from enum import Enum
from urllib.parse import urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from resume_tex import __version__
from resume_tex.diagnostics import Diagnostic, Fix, Position, Severity, Span
from resume_tex.lsp import answers
from resume_tex.lsp.analysis import Analysis, is_resume
from resume_tex.lsp.positions import DEFAULT, column_after, line_end, normalized, units_before

QUIET = 0.03
"""Seconds after a keystroke before the text is checked."""
_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_SYMBOL_KINDS = {
    "mapping": types.SymbolKind.Object,
    "list": types.SymbolKind.Array,
    "text": types.SymbolKind.String,
}


class ResumeServer(LanguageServer):
    """The open documents of one editor."""

    def __init__(self) -> None:
        super().__init__("resume-tex", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self._analyses: dict[str, Analysis] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def analysis(self, uri: str) -> Analysis | None:
        """Return an open document as it stands, checked; None when it is no resume, or has been closed meanwhile."""
        document = self.workspace.text_documents.get(uri)
        if document is None:
            return None
        file = to_fs_path(uri) or urlsplit(uri).path or "resume.yaml"
        text = normalized(document.source)
        if not is_resume(file, text):
            self._analyses.pop(uri, None)
            return None
        found = self._analyses.setdefault(uri, Analysis(file))
        if found.text != text:
            found.update(text)
        return found

    def check_soon(self, uri: str, delay: float = QUIET) -> None:
        """Check a document once its editor is quiet."""
        if uri in self._waiting:
            self._waiting.pop(uri).cancel()
        self._waiting[uri] = asyncio.get_running_loop().call_later(delay, self._check, uri)

    def _check(self, uri: str) -> None:
        self._waiting.pop(uri, None)
        analysis = self.analysis(uri)
        found = [self._diagnostic(analysis, d) for d in analysis.diagnostics] if analysis is not None else []
        version = self.workspace.text_documents[uri].version
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def forget(self, uri: str) -> None:
        """Forget a document that has been closed, and what was found in it."""
        self._analyses.pop(uri, None)
        if uri in self._waiting:
            self._waiting.pop(uri).cancel()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def position(self, analysis: Analysis, position: types.Position) -> Position:
        """Return a position as this package has it."""
        line = analysis.line(position.line)
        return Position(position.line + 1, column_after(line, position.character, self._encoding) + 1)

    def range(self, analysis: Analysis, span: Span) -> types.Range:
        """Return a range as the protocol has it."""
        return types.Range(self._point(analysis, span.start), self._point(analysis, span.end))

    def _point(self, analysis: Analysis, position: Position) -> types.Position:
        line = analysis.line(position.line - 1)
        return types.Position(position.line - 1, units_before(line, position.column - 1, self._encoding))

    @property
    def _encoding(self) -> str:
        return _value(self.workspace.position_encoding or DEFAULT)

    def _diagnostic(self, analysis: Analysis, diagnostic: Diagnostic) -> types.Diagnostic:
        span = diagnostic.span or Span(Position(1, 1), Position(1, 1))
        message = f"{diagnostic.message} {diagnostic.help}" if diagnostic.help else diagnostic.message
        severity = _SEVERITIES[diagnostic.severity]
        return types.Diagnostic(self.range(analysis, span), message, severity, diagnostic.code, source="resume-tex")

    def edit(self, uri: str, analysis: Analysis, edits: Sequence[Fix]) -> types.WorkspaceEdit:
        """Return changes as the protocol has them; new lines end as those of the document."""
        end = line_end(self.workspace.text_documents[uri].source)
        changes = [types.TextEdit(self.range(analysis, e.span), e.text.replace("\n", end)) for e in edits]
        return types.WorkspaceEdit(changes={uri: changes})

    def action(
        self, uri: str, analysis: Analysis, action: answers.Action, kind: types.CodeActionKind
    ) -> types.CodeAction:
        """Return an action as the protocol has it."""
        about = [self._diagnostic(analysis, action.diagnostic)] if action.diagnostic is not None else None
        edit = self.edit(uri, analysis, action.edits)
        return types.CodeAction(action.title, kind, about, is_preferred=action.preferred or None, edit=edit)

    def symbol(self, analysis: Analysis, symbol: answers.Symbol) -> types.DocumentSymbol:
        """Return a part of the outline as the protocol has it."""
        children = [self.symbol(analysis, child) for child in symbol.children]
        return types.DocumentSymbol(
            symbol.name, _SYMBOL_KINDS[symbol.kind], self.range(analysis, symbol.span), self.range(analysis, symbol.selection),
            symbol.detail, children=children,
        )  # fmt: skip

    def completion(self, analysis: Analysis, index: int, completion: answers.Completion) -> types.CompletionItem:
        """Return a proposal as the protocol has it."""
        word = completion.word
        return types.CompletionItem(
            word.text,
            kind=types.CompletionItemKind.Field if completion.is_key else types.CompletionItemKind.EnumMember,
            detail=word.kind if completion.is_key else None,
            documentation=types.MarkupContent(types.MarkupKind.Markdown, word.about) if word.about else None,
            sort_text=f"{index:04}",
            filter_text=word.text,
            text_edit=types.TextEdit(self.range(analysis, completion.span), completion.text),
        )


def make_server() -> ResumeServer:
    """Return a server that answers everything we have an answer to."""
    server = ResumeServer()

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri, 0)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.check_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)

    @server.feature(
        types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=[":", " ", "-", "[", "{", ","])
    )
    def completion(params: types.CompletionParams) -> list[types.CompletionItem]:
        analysis = server.analysis(params.text_document.uri)
        if analysis is None:
            return []
        found = answers.complete(analysis, server.position(analysis, params.position))
        return [server.completion(analysis, index, one) for index, one in enumerate(found)]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        analysis = server.analysis(params.text_document.uri)
        text = answers.hover(analysis, server.position(analysis, params.position)) if analysis is not None else ""
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if text else None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def document_symbol(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        analysis = server.analysis(params.text_document.uri)
        return [server.symbol(analysis, one) for one in answers.outline(analysis)] if analysis is not None else []

    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        return _code_actions(server, params)

    return server


def _code_actions(server: ResumeServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    uri, wanted = params.text_document.uri, params.context.only
    analysis = server.analysis(uri)
    if analysis is None:
        return []
    out = []
    if _asked_for(types.CodeActionKind.QuickFix, wanted):
        place = Span(server.position(analysis, params.range.start), server.position(analysis, params.range.end))
        found = answers.actions(analysis, place)
        out += [server.action(uri, analysis, one, types.CodeActionKind.QuickFix) for one in found]
    if _asked_for(types.CodeActionKind.SourceFixAll, wanted):
        every = answers.fix_all(analysis)
        if every is not None:
            out.append(server.action(uri, analysis, every, types.CodeActionKind.SourceFixAll))
    return out


def _asked_for(kind: types.CodeActionKind, wanted: Sequence[types.CodeActionKind | str] | None) -> bool:
    return wanted is None or any(kind.value == one or kind.value.startswith(f"{one}.") for one in map(_value, wanted))


def _value(kind: Enum | str) -> str:
    """Return a word of the protocol, which pygls gives as it is or as one of its enumerations."""
    return str(kind.value) if isinstance(kind, Enum) else kind


def run() -> None:
    """Serve one editor over standard input and output, until it says that it is done."""
    make_server().start_io()
