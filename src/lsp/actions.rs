//! What an editor offers at a finding: mend it, or say why it may stand.

use std::collections::HashMap;
use std::path::Path;

use lsp_types::{
    CodeAction, CodeActionDisabled, CodeActionKind, CodeActionOrCommand, Diagnostic, NumberOrString, TextEdit, Uri, WorkspaceEdit,
};

use super::paths;
use super::position::{Encoding, Lines};
use super::world::{Judged, World, found};
use crate::finding::Finding;
use crate::repair::{Change, Edit, suppress};
use crate::rules::fix::Safety;
use crate::source::Source;

/// What stands for a reason until somebody has written one.
const REASON: &str = "TODO: say why";

/// An open form as it was judged.
pub(super) struct Open<'o> {
    pub(super) world: &'o World,
    pub(super) path: &'o Path,
    pub(super) uri: &'o Uri,
    pub(super) judged: &'o Judged,
    pub(super) encoding: Encoding,
    /// True if the client shows what cannot be done, and why.
    pub(super) shows_disabled: bool,
}

impl Open<'_> {
    /// What can be done about the findings that `range` touches.
    pub(super) fn actions(&self, range: std::ops::Range<usize>, known: &[Diagnostic]) -> Vec<CodeActionOrCommand> {
        let touches = |finding: &&Finding| {
            let place = finding.place.range();
            finding.is_live() && place.start <= range.end && range.start <= place.end
        };
        let mut actions = Vec::new();
        for finding in self.judged.checked.findings.iter().filter(touches) {
            let diagnostics: Vec<Diagnostic> = known.iter().filter(|diagnostic| is_of(diagnostic, finding)).cloned().collect();
            actions.extend(self.fix(finding, &diagnostics));
            actions.extend(self.suppress(finding, &diagnostics));
        }
        actions.into_iter().map(CodeActionOrCommand::CodeAction).collect()
    }

    fn fix(&self, finding: &Finding, diagnostics: &[Diagnostic]) -> Option<CodeAction> {
        let repair = finding.repair.as_ref()?;
        let action = self.action(repair.title(), diagnostics);
        match self.world.bench(&self.judged.repository).proven(&found(self.path), &self.judged.journeys, &self.judged.checked, finding) {
            Ok(proposal) => {
                let changes: Option<Vec<(Uri, &Source, &[Edit])>> =
                    proposal.changes().iter().filter(|change| !change.edits.is_empty()).map(|change| self.change(change)).collect();
                let edit = self.edit(changes?);
                let title = proposal.title(repair.title());
                Some(CodeAction { title, edit: Some(edit), is_preferred: Some(repair.safety == Safety::Safe), ..action })
            }
            Err(reason) if self.shows_disabled => Some(CodeAction { disabled: Some(CodeActionDisabled { reason }), ..action }),
            Err(_) => None,
        }
    }

    fn suppress(&self, finding: &Finding, diagnostics: &[Diagnostic]) -> Option<CodeAction> {
        let edit = suppress::suppressed(
            self.world.bench(&self.judged.repository),
            &found(self.path),
            &self.judged.journeys,
            &self.judged.checked,
            finding,
            REASON,
        )?;
        let action = self.action(format!("Say why {} may stand here", finding.rule), diagnostics);
        let edit = self.edit(vec![(self.uri.clone(), &self.judged.checked.source, &[edit])]);
        Some(CodeAction { edit: Some(edit), ..action })
    }

    fn change<'c>(&self, change: &'c Change) -> Option<(Uri, &'c Source, &'c [Edit])> {
        let is_own = self.judged.repository.path(&found(self.path)).as_deref() == Some(change.path.as_str());
        let uri = if is_own { self.uri.clone() } else { paths::uri(&self.judged.repository.root().join(&change.path))? };
        Some((uri, &change.source, &change.edits))
    }

    fn action(&self, title: String, diagnostics: &[Diagnostic]) -> CodeAction {
        let diagnostics = Some(diagnostics.to_vec()).filter(|diagnostics| !diagnostics.is_empty());
        CodeAction { title, kind: Some(CodeActionKind::QUICKFIX), diagnostics, ..CodeAction::default() }
    }

    fn edit(&self, changes: Vec<(Uri, &Source, &[Edit])>) -> WorkspaceEdit {
        let changes = changes.into_iter().map(|(uri, source, edits)| {
            let lines = Lines::of(&source.text, self.encoding);
            let edits = edits.iter().map(|edit| TextEdit { range: lines.range(edit.span.range()), new_text: edit.text.clone() });
            (uri, edits.collect())
        });
        // The type is the protocol's.
        #[allow(clippy::mutable_key_type, reason = "an address is never changed in place")]
        let changes: HashMap<Uri, Vec<TextEdit>> = changes.collect();
        WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
    }
}

fn is_of(diagnostic: &Diagnostic, finding: &Finding) -> bool {
    diagnostic.code == Some(NumberOrString::String(finding.rule.clone()))
}
