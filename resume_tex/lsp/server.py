"""The protocol: requests of an editor to questions, answers back. The only module that knows pygls.

Texts are checked a moment after the last keystroke, so that a burst of them costs one check. Positions are converted between
the protocol's code units and characters by the encoding that the editor has agreed to.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from urllib.parse import urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from resume_tex import __version__
from resume_tex.diagnostics import Diagnostic, Fix, Position, Severity, Span
from resume_tex.lsp import answers
from resume_tex.lsp.analysis import Analysis, is_resume

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
        super().__init__("resume-tex", __version__)
        self._analyses: dict[str, Analysis] = {}
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def analysis(self, uri: str) -> Analysis | None:
        """Return a document as it stands, checked; None when it is no resume."""
        document = self.workspace.get_text_document(uri)
        file = to_fs_path(uri) or urlsplit(uri).path or "resume.yaml"
        if not is_resume(file, document.source):
            self._analyses.pop(uri, None)
            return None
        found = self._analyses.setdefault(uri, Analysis(file))
        if found.text != document.source:
            found.update(document.source)
        return found

    def check_soon(self, uri: str, delay: float = QUIET) -> None:
        """Check a document once its editor is quiet."""
        if uri in self._waiting:
            self._waiting.pop(uri).cancel()
        self._waiting[uri] = asyncio.get_running_loop().call_later(delay, self._check, uri)

    def _check(self, uri: str) -> None:
        self._waiting.pop(uri, None)
        document = self.workspace.get_text_document(uri)
        analysis = self.analysis(uri)
        found = [self._diagnostic(uri, d) for d in analysis.diagnostics] if analysis is not None else []
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, document.version))

    def forget(self, uri: str) -> None:
        """Forget a document that has been closed, and what was found in it."""
        self._analyses.pop(uri, None)
        if uri in self._waiting:
            self._waiting.pop(uri).cancel()
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    def position(self, uri: str, position: types.Position) -> Position:
        """Return a position as this package has it."""
        document = self.workspace.get_text_document(uri)
        found = document.position_codec.position_from_client_units(document.lines, position)
        return Position(found.line + 1, found.character + 1)

    def range(self, uri: str, span: Span) -> types.Range:
        """Return a range as the protocol has it."""
        return types.Range(self._point(uri, span.start), self._point(uri, span.end))

    def _point(self, uri: str, position: Position) -> types.Position:
        document = self.workspace.get_text_document(uri)
        lines = document.lines
        line = position.line - 1
        text = lines[line].rstrip("\r\n") if line < len(lines) else ""
        return types.Position(line, document.position_codec.client_num_units(text[: position.column - 1]))

    def _diagnostic(self, uri: str, diagnostic: Diagnostic) -> types.Diagnostic:
        span = diagnostic.span or Span(Position(1, 1), Position(1, 1))
        message = f"{diagnostic.message} {diagnostic.help}" if diagnostic.help else diagnostic.message
        return types.Diagnostic(
            self.range(uri, span), message, _SEVERITIES[diagnostic.severity], diagnostic.code, source="resume-tex"
        )

    def edit(self, uri: str, edits: Sequence[Fix]) -> types.WorkspaceEdit:
        """Return changes as the protocol has them."""
        return types.WorkspaceEdit(changes={uri: [types.TextEdit(self.range(uri, e.span), e.text) for e in edits]})

    def action(self, uri: str, action: answers.Action, kind: types.CodeActionKind) -> types.CodeAction:
        """Return an action as the protocol has it."""
        about = [self._diagnostic(uri, action.diagnostic)] if action.diagnostic is not None else None
        return types.CodeAction(
            action.title, kind, about, is_preferred=action.preferred or None, edit=self.edit(uri, action.edits)
        )

    def symbol(self, uri: str, symbol: answers.Symbol) -> types.DocumentSymbol:
        """Return a part of the outline as the protocol has it."""
        children = [self.symbol(uri, child) for child in symbol.children]
        return types.DocumentSymbol(
            symbol.name, _SYMBOL_KINDS[symbol.kind], self.range(uri, symbol.span), self.range(uri, symbol.selection),
            symbol.detail, children=children,
        )  # fmt: skip

    def completion(self, uri: str, index: int, completion: answers.Completion) -> types.CompletionItem:
        """Return a proposal as the protocol has it."""
        word = completion.word
        return types.CompletionItem(
            word.text,
            kind=types.CompletionItemKind.Field if completion.is_key else types.CompletionItemKind.EnumMember,
            detail=word.kind if completion.is_key else None,
            documentation=types.MarkupContent(types.MarkupKind.Markdown, word.about) if word.about else None,
            sort_text=f"{index:04}",
            filter_text=word.text,
            text_edit=types.TextEdit(self.range(uri, completion.span), completion.text),
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
        uri = params.text_document.uri
        analysis = server.analysis(uri)
        found = answers.complete(analysis, server.position(uri, params.position)) if analysis is not None else []
        return [server.completion(uri, index, one) for index, one in enumerate(found)]

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        uri = params.text_document.uri
        analysis = server.analysis(uri)
        text = answers.hover(analysis, server.position(uri, params.position)) if analysis is not None else ""
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if text else None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def document_symbol(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol]:
        uri = params.text_document.uri
        analysis = server.analysis(uri)
        return [server.symbol(uri, symbol) for symbol in answers.outline(analysis)] if analysis is not None else []

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
        asked = Span(server.position(uri, params.range.start), server.position(uri, params.range.end))
        out += [server.action(uri, one, types.CodeActionKind.QuickFix) for one in answers.actions(analysis, asked)]
    if _asked_for(types.CodeActionKind.SourceFixAll, wanted):
        every = answers.fix_all(analysis)
        out += [server.action(uri, every, types.CodeActionKind.SourceFixAll)] if every is not None else []
    return out


def _asked_for(kind: types.CodeActionKind, wanted: Sequence[types.CodeActionKind | str] | None) -> bool:
    return wanted is None or any(kind.value == one or kind.value.startswith(f"{one}.") for one in map(_value, wanted))


def _value(kind: types.CodeActionKind | str) -> str:
    return kind.value if isinstance(kind, types.CodeActionKind) else kind


def run() -> None:
    """Serve one editor over standard input and output, until it says that it is done."""
    make_server().start_io()
